const MARK = /\bCourtside task ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;

/** What a task that we make at a vendor carries in its text: a second try finds it, and it is no news when it comes back. */
export function taskMark(id: string): string {
	return `Courtside task ${id}`;
}

/** Our id of a task by a vendor's text; null where it is none of ours. */
export function markedTask(text: string | null | undefined): string | null {
	return MARK.exec(text ?? "")?.[1] ?? null;
}
