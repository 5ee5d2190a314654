/** Somebody of a pasted list. */
export interface Invitee {
	email: string;
	name: string | null;
	/** As it stands in the list; null where it says none. */
	role: string | null;
}

/** What a pasted list says, and the lines that say nothing usable. */
export interface Invitees {
	people: Invitee[];
	wrong: string[];
}

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]{2,}$/;
/** `Name <address>`, the name in quotes where it has a comma. */
const NAMED = /("[^"]*"|[^<>,;\t"]*)\s*<([^<>]+)>/g;
const HEADERS = {
	email: /^(e-?mail|mail|address|adresse|correo|courriel|דוא.?ל|メール)/i,
	role: /^(role|rol|rôle|rolle|תפקיד|役割)/i,
};

/**
 * Reads addresses as people paste them: one a line or several parted by commas, `Name <address>`, or rows of a CSV with
 * the columns in any order. An address that stands twice counts once.
 */
export function readInvitees(text: string): Invitees {
	const people = new Map<string, Invitee>();
	const wrong: string[] = [];
	for (const line of text.split(/\r?\n/).map((l) => l.trim())) {
		if (line === "" || isHeader(line)) continue;
		const found = readLine(line);
		if (found.length === 0) wrong.push(line);
		for (const person of found) {
			const key = person.email.toLowerCase();
			if (!people.has(key)) people.set(key, person);
		}
	}
	return { people: [...people.values()], wrong };
}

function isHeader(line: string): boolean {
	return cellsOf(line).some((cell) => HEADERS.email.test(cell)) && !line.includes("@");
}

function readLine(line: string): Invitee[] {
	const named = [...line.matchAll(NAMED)].filter((match) => ADDRESS.test(match[2] ?? ""));
	if (named.length > 0) {
		const [rest = null] = cellsOf(line.replace(NAMED, "")).filter((cell) => cell !== "");
		return named.map((match) => ({
			email: match[2] ?? "",
			name:
				(match[1] ?? "")
					.trim()
					.replace(/^"(.*)"$/, "$1")
					.trim() || null,
			role: named.length === 1 ? rest : null,
		}));
	}
	const cells = cellsOf(line);
	const addresses = cells.filter((cell) => ADDRESS.test(cell));
	if (addresses.length > 1) return addresses.map((email) => ({ email, name: null, role: null }));
	const [email] = addresses;
	if (!email) return [];
	const [first = null, second = null] = cells.filter((cell) => cell !== email && cell !== "");
	return [{ email, name: first, role: second }];
}

/** The cells of a row, parted by comma, semicolon or tab; quotes around one are taken off. */
function cellsOf(line: string): string[] {
	const parted = line.match(/"(?:[^"]|"")*"|[^,;\t]+/g) ?? [];
	return parted.map((cell) =>
		cell
			.trim()
			.replace(/^"(.*)"$/s, "$1")
			.replace(/""/g, '"')
			.trim(),
	);
}
