import { cleanName } from "./cue-text.ts";
import type { Cue } from "./transcript.ts";

const PREFIX =
	/^\s*(?:>>+\s*)?([^:：\n.?!]{1,60}?)\s*[:：]\s+(?=\S)|^\s*(?:>>+\s*)?([^:：\s.?!]{1,40})[:：](?=[^\d\s/])/u;
/** So many captions that all begin with a name: then who speaks once has a name, too. */
const SCRIPT_LINES = 6;
const NOT_NAMES = new Set(
	(
		"yes no so and but also note question answer ok okay well example for example first second third one thing ps nb warning " +
		"sí si no pero nota ejemplo por ejemplo pregunta oui non mais donc exemple par exemple question note ja nein aber also " +
		"beispiel zum beispiel frage hinweis כן לא אבל לדוגמה למשל שאלה はい いいえ 例えば 質問 http https"
	).split(" "),
);

/** "Name: text" parted, or null where a text does not begin so. */
export function splitPrefix(text: string): { name: string; rest: string } | null {
	const found = PREFIX.exec(text);
	const name = cleanName(found?.[1] ?? found?.[2] ?? "");
	if (!found || name === null) return null;
	if (NOT_NAMES.has(name.toLowerCase()) || name.split(" ").length > 6 || !/\p{L}/u.test(name)) return null;
	return { name, rest: text.slice(found[0].length).trim() };
}

/**
 * Speakers of cues that have them at the front of their text. A word before a colon is a name when it is one of the
 * attendees, when it comes back, or when every cue has such a front: "Reminder: …" said once stays
 * text. In plain transcripts (`isPlain`) even a few lines will do, in captions it takes more.
 */
export function takeNamesFromText(cues: Cue[], attendees: readonly string[], isPlain: boolean): Cue[] {
	const known = new Set(attendees.map((name) => name.toLowerCase()));
	const open = cues.filter((c) => c.speaker === null);
	const counts = new Map<string, number>();
	let fronts = 0;
	for (const cue of open) {
		const name = splitPrefix(cue.text)?.name.toLowerCase();
		if (name === undefined) continue;
		fronts++;
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	const noneComesBack = [...counts.values()].every((n) => n === 1);
	const isScript = fronts > 0 && fronts === open.length && (isPlain || noneComesBack || open.length >= SCRIPT_LINES);
	return cues.map((cue) => {
		if (cue.speaker !== null) return cue;
		const front = splitPrefix(cue.text);
		if (!front) return cue;
		const name = front.name.toLowerCase();
		const isName = known.has(name) || (counts.get(name) ?? 0) > 1 || isScript;
		return isName && front.rest !== "" ? { ...cue, speaker: front.name, text: front.rest } : cue;
	});
}
