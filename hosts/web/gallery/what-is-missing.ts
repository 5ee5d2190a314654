import type { View } from "../../../core/contract/view.ts";

/**
 * What of a view a drawn surface does not say: its value, its range, each reason with its share. Empty: it is the same
 * number with the same reasons.
 */
export function whatIsMissing({ text, parts }: View, drawn: string): string[] {
	const said = plain(drawn);
	const meant = [text.value, text.interval, ...parts.flatMap((part) => [part.amount, part.text])].filter(Boolean);
	return [...new Set(meant)].filter((words) => !said.includes(plain(words)));
}

/** Spaces of any kind count as one, and signs that JSON writes with a backslash as themselves. */
function plain(text: string): string {
	return text.replaceAll('\\"', '"').replace(/\s+/gu, " ");
}
