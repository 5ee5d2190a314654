import { type Piece, parseMessage } from "./parse-message.ts";

const ACCENTED: Record<string, string> = {
	a: "áá",
	e: "éé",
	i: "íí",
	o: "óó",
	u: "úú",
	y: "ý",
	A: "Á",
	E: "É",
	I: "Í",
	O: "Ó",
	U: "Ú",
	n: "ñ",
	c: "ç",
};

/**
 * English made longer by about two fifths, accented, and forced right to left: what overflows, was not translated, or is
 * laid out by left and right shows at once. Holes stay as they are.
 */
export function pseudoPattern(english: string): string {
	return print(parseMessage(english), false);
}

function print(pieces: Piece[], inPlural: boolean): string {
	return pieces.map((piece) => printPiece(piece, inPlural)).join("");
}

function printPiece(piece: Piece, inPlural: boolean): string {
	if (typeof piece === "string") return printText(piece, inPlural);
	if (piece.kind === "count") return "#";
	if (piece.kind === "hole") return `{${piece.name}}`;
	if (piece.kind === "number") return `{${piece.name}, number${piece.style === "percent" ? ", percent" : ""}}`;
	const cases = Object.entries(piece.cases).map(
		([label, inner]) => `${label} {${print(inner, piece.kind === "plural")}}`,
	);
	return `{${piece.name}, ${piece.kind}, ${cases.join(" ")}}`;
}

function printText(text: string, inPlural: boolean): string {
	if (!/[A-Za-z]/.test(text)) return quote(text, inPlural);
	const [, before = "", middle = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? [];
	const long = [...middle].map((c) => ACCENTED[c] ?? c).join("");
	return `${before}\u202e${quote(long, inPlural)}\u202c${after}`;
}

function quote(text: string, inPlural: boolean): string {
	return text.replace(/'/g, "''").replace(inPlural ? /[{}#]/g : /[{}]/g, (c) => `'${c}'`);
}
