import { createRequire } from "node:module";

// Its types say that it is a module with a default export; it is CommonJS.
const bidiFactory: typeof import("bidi-js").default = createRequire(import.meta.url)("bidi-js");
const bidi = bidiFactory();

/** A piece of a line in one font, as it stands on the page from left to right. */
export interface TextRun {
	text: string;
	/** Whether the letters are Japanese, for which the page has a font of their own. */
	isJapanese: boolean;
}

const JAPANESE =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u2190-\u21ff\u3000-\u303f\u30fb-\u30ff\uff00-\uffef]/u;
const HEBREW = /\p{Script=Hebrew}/u;
/** Spaces that fonts lack, and marks that only tell the direction: they count and are not written. */
const SPACES = /[\u202f\u2009]/gu;
const MARKS = /[\u200e\u200f\u2066-\u2069]/u;

/**
 * A line's runs from left to right by the Unicode bidirectional algorithm (UAX 9). Hebrew letters stay in the order in
 * which they are read, because the font lays them from right to left; what stands between them is turned and mirrored here.
 */
export function runsOf(line: string, direction: "ltr" | "rtl"): TextRun[] {
	const text = line.replace(SPACES, "\u00a0");
	const { levels } = bidi.getEmbeddingLevels(text, direction);
	const runs: (TextRun & { level: number; isHebrew: boolean })[] = [];
	let at = 0;
	for (const sign of text) {
		const level = levels[at] ?? 0;
		at += sign.length;
		if (MARKS.test(sign)) continue;
		const isJapanese = JAPANESE.test(sign);
		const isHebrew = HEBREW.test(sign);
		const last = runs.at(-1);
		if (last && last.level === level && last.isJapanese === isJapanese && last.isHebrew === isHebrew) last.text += sign;
		else runs.push({ text: sign, isJapanese, isHebrew, level });
	}
	const deepest = Math.max(0, ...runs.map((r) => r.level));
	for (let level = deepest; level > 0; level--) turn(runs, level);
	return runs.map(({ text: said, isJapanese, isHebrew, level }) => ({
		text: level % 2 === 1 && !isHebrew ? mirrored(said) : said,
		isJapanese,
	}));
}

/** Turns each stretch of runs at this level or deeper around (rule L2). */
function turn(runs: { level: number }[], level: number): void {
	for (let from = 0; from < runs.length; from++) {
		let to = from;
		while (to < runs.length && (runs[to]?.level ?? 0) >= level) to++;
		if (to > from) runs.splice(from, to - from, ...runs.slice(from, to).reverse());
		from = to;
	}
}

function mirrored(text: string): string {
	return [...text]
		.reverse()
		.map((sign) => bidi.getMirroredCharacter(sign) ?? sign)
		.join("");
}

/** Text that is read in its own direction, whatever stands around it (a first strong isolate). */
export function apart(text: string): string {
	return `\u2068${text}\u2069`;
}

/** Words with what separates them, and single Japanese letters: between any two of them a line may end. */
export function breakable(text: string): string[] {
	return (
		text.match(
			/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\u30fb-\u30ff、。）」]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+\s*|\s+/gu,
		) ?? []
	);
}

/** Text in lines of at most `width`, as `measure` has it; beyond `most` lines the last one ends in an ellipsis. */
export function linesOf(text: string, width: number, measure: (line: string) => number, most: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const piece of breakable(text)) {
		if (line !== "" && measure((line + piece).trimEnd()) > width) {
			lines.push(line.trimEnd());
			line = piece;
		} else line += piece;
	}
	if (line.trim() !== "") lines.push(line.trimEnd());
	const kept = lines.slice(0, most).map((whole) => shortened(whole, width, measure));
	if (lines.length > most) kept[most - 1] = shortened(`${kept[most - 1] ?? ""}…`, width, measure);
	return kept;
}

/** A word longer than its line loses its end. */
function shortened(line: string, width: number, measure: (line: string) => number): string {
	if (measure(line) <= width) return line;
	const signs = [...line.replace(/…$/, "")];
	while (signs.length > 1 && measure(`${signs.join("").trimEnd()}…`) > width) signs.pop();
	return `${signs.join("").trimEnd()}…`;
}
