/** A stretch of one cue's text and who says it; null where the cue does not say. */
export interface Voiced {
	speaker: string | null;
	text: string;
	lang: string | null;
}

const ENTITIES: Record<string, string> = {
	...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", lrm: "", rlm: "", hellip: "…", ndash: "–" },
	...{ mdash: "—", rsquo: "’", lsquo: "‘", ldquo: "“", rdquo: "”" },
};
const VOICE = /<v(?:\.[^\s>]*)?(?:\s+([^>]*))?>/gi;

/**
 * Who says what in the text of one cue: voice tags (several, or never closed), Graph's JSON line, or plain text. Other
 * tags are dropped, entities read, white space made one.
 */
export function readCueText(raw: string): Voiced[] {
	const graph = readGraphCue(raw);
	if (graph) return [graph];
	const voices = [...raw.matchAll(VOICE)];
	if (voices.length === 0) return keepSpoken([{ speaker: null, text: plainText(raw), lang: langOf(raw) }]);
	const pieces: Voiced[] = [];
	const before = raw.slice(0, voices[0]?.index ?? 0);
	pieces.push({ speaker: null, text: plainText(before), lang: null });
	for (const [k, voice] of voices.entries()) {
		const from = voice.index + voice[0].length;
		const text = raw.slice(from, voices[k + 1]?.index ?? raw.length);
		const [spoken = "", ...after] = text.split(/<\/v>/i);
		pieces.push({ speaker: cleanName(plainText(voice[1] ?? "")), text: plainText(spoken), lang: langOf(spoken) });
		pieces.push({ speaker: null, text: plainText(after.join(" ")), lang: null });
	}
	return keepSpoken(pieces);
}

/** A name as it may be kept: no control characters or marks of direction, one space, at most 80 letters; null if empty. */
export function cleanName(name: string): string | null {
	const clean = name
		.replace(/[\p{Cc}\p{Cf}<>]/gu, "")
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, 80)
		.trim();
	return clean === "" ? null : clean;
}

/** Text without tags, entities read, one space between words. */
export function plainText(raw: string): string {
	return raw
		.replace(/<\/?[a-z][^<>]{0,200}>|<\d[\d:.,]*>/gi, " ")
		.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => entity(name) ?? whole)
		.replace(/[\p{Cc}\u200b\u2028\u2029\ufeff]+/gu, " ")
		.replace(/\s+/g, " ")
		.trim();
}

function entity(name: string): string | undefined {
	if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()];
	const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
	return Number.isInteger(code) && code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function langOf(raw: string): string | null {
	return /<lang\s+([\w-]{2,12})>/i.exec(raw)?.[1] ?? null;
}

function readGraphCue(raw: string): Voiced | null {
	if (!raw.trimStart().startsWith("{")) return null;
	try {
		const cue: unknown = JSON.parse(raw);
		if (typeof cue !== "object" || cue === null || !("spokenText" in cue)) return null;
		const of = (key: string): string | null => {
			const value = (cue as Record<string, unknown>)[key];
			return typeof value === "string" ? value : null;
		};
		return {
			speaker: cleanName(of("speakerName") ?? ""),
			text: plainText(of("spokenText") ?? ""),
			lang: of("spokenLanguage"),
		};
	} catch {
		return null;
	}
}

function keepSpoken(pieces: Voiced[]): Voiced[] {
	return pieces.filter((p) => p.text !== "");
}
