/** A parsed message: text, holes to fill, and cases to choose from. */
export type Piece =
	| string
	| { kind: "count" }
	| { kind: "hole"; name: string }
	| { kind: "number"; name: string; style: "decimal" | "percent" }
	| { kind: "plural" | "select"; name: string; cases: Record<string, Piece[]> };

/** The pieces of a pattern (see `formatMessage` for the subset). Throws SyntaxError with the place of the fault. */
export function parseMessage(pattern: string): Piece[] {
	const reader = { pattern, at: 0 };
	const pieces = readPieces(reader, false, false);
	if (reader.at < pattern.length) throw fault(reader, "a brace too many");
	return pieces;
}

interface Reader {
	pattern: string;
	at: number;
}

function readPieces(reader: Reader, nested: boolean, inPlural: boolean): Piece[] {
	const pieces: Piece[] = [];
	let text = "";
	const close = () => {
		if (text !== "") pieces.push(text);
		text = "";
	};
	while (reader.at < reader.pattern.length) {
		const c = reader.pattern[reader.at] ?? "";
		if (c === "}") break;
		if (c === "'") text += readQuoted(reader);
		else if (c === "{") {
			close();
			pieces.push(readHole(reader));
		} else if (c === "#" && inPlural) {
			close();
			pieces.push({ kind: "count" });
			reader.at++;
		} else {
			text += c;
			reader.at++;
		}
	}
	if (nested && reader.pattern[reader.at] !== "}") throw fault(reader, "a brace is missing");
	close();
	return pieces;
}

/** An apostrophe quotes only before a brace or a count, so that "don't" needs no care. */
function readQuoted(reader: Reader): string {
	const next = reader.pattern[reader.at + 1] ?? "";
	if (next === "'") {
		reader.at += 2;
		return "'";
	}
	if (next !== "{" && next !== "}" && next !== "#") {
		reader.at++;
		return "'";
	}
	const end = reader.pattern.indexOf("'", reader.at + 1);
	if (end < 0) throw fault(reader, "a quote is not closed");
	const text = reader.pattern.slice(reader.at + 1, end);
	reader.at = end + 1;
	return text;
}

function readHole(reader: Reader): Piece {
	const head = /^\{\s*([A-Za-z_]\w*)\s*(?:,\s*(number|plural|select)\s*)?/.exec(reader.pattern.slice(reader.at));
	if (!head) throw fault(reader, "a hole needs a name");
	const [all, name = "", kind] = head;
	reader.at += all.length;
	if (kind === undefined) {
		expect(reader, "}");
		return { kind: "hole", name };
	}
	if (kind === "number") {
		const style = /^,\s*(percent|integer)\s*/.exec(reader.pattern.slice(reader.at));
		if (style) reader.at += style[0].length;
		expect(reader, "}");
		return { kind: "number", name, style: style?.[1] === "percent" ? "percent" : "decimal" };
	}
	expect(reader, ",");
	const cases = readCases(reader, kind === "plural");
	if (!cases["other"]) throw fault(reader, `${kind} needs a case "other"`);
	return { kind: kind === "plural" ? "plural" : "select", name, cases };
}

function readCases(reader: Reader, inPlural: boolean): Record<string, Piece[]> {
	const cases: Record<string, Piece[]> = {};
	for (;;) {
		const label = /^\s*(=\d+|[\w-]+)\s*\{/.exec(reader.pattern.slice(reader.at));
		if (!label) break;
		reader.at += label[0].length;
		cases[label[1] ?? ""] = readPieces(reader, true, inPlural);
		expect(reader, "}");
	}
	reader.at += /^\s*/.exec(reader.pattern.slice(reader.at))?.[0].length ?? 0;
	expect(reader, "}");
	return cases;
}

function expect(reader: Reader, c: string): void {
	if (reader.pattern[reader.at] !== c) throw fault(reader, `"${c}" is missing`);
	reader.at++;
}

function fault(reader: Reader, what: string): SyntaxError {
	return new SyntaxError(`${what} at ${reader.at} in "${reader.pattern}"`);
}

/** The names a pattern asks for, with how each is used ("n:plural"), in order of the alphabet. */
export function holesOf(pattern: string): string[] {
	const found = new Set<string>();
	const walk = (pieces: Piece[]) => {
		for (const piece of pieces) {
			if (typeof piece === "string" || piece.kind === "count") continue;
			found.add(piece.kind === "plural" || piece.kind === "select" ? `${piece.name}:${piece.kind}` : piece.name);
			if (piece.kind === "plural" || piece.kind === "select") Object.values(piece.cases).forEach(walk);
		}
	};
	walk(parseMessage(pattern));
	return [...found].sort();
}
