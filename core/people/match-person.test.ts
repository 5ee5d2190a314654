import fc from "fast-check";
import { expect, test } from "vitest";
import { indexPeople, matchPerson, type SeenPerson } from "./match-person.ts";
import { nameKeys, nameWords } from "./person-name.ts";

const PEOPLE = indexPeople([
	{ id: "maria", name: "Maria López", emails: ["maria.lopez@aurora.example"] },
	{ id: "marco", name: "Marco Lopez", emails: [] },
	{ id: "mueller", name: "Jürgen Müller", emails: ["jm@aurora.example"] },
	{ id: "siobhan", name: "Siobhán O'Brien", emails: [] },
	{ id: "wei", name: "Wei Zhang", emails: [] },
	{ id: "anna1", name: "Anna Berg", emails: ["anna.berg@aurora.example"] },
	{ id: "anna2", name: "Anna Berg", emails: ["a.berg2@aurora.example"] },
	{ id: "tanaka", name: "田中太郎", emails: [] },
	{ id: "katherine", name: "Katherine Ann Smith", emails: [] },
]);
const seen = (name: string | null, rest: Partial<SeenPerson> = {}) =>
	matchPerson(PEOPLE, { name, email: null, isRecord: false, ...rest });
const taken = (name: string) => seen(name).match?.id ?? null;

test("the same e-mail is the same person, however the name is written", () => {
	expect(seen("M. L.", { email: "Maria.Lopez@Aurora.example", isRecord: true }).match).toEqual({
		id: "maria",
		by: "email",
		confidence: 1,
	});
});

test("one name in its many writings is taken: accents, case, order with a comma, titles, brackets, umlauts spelled out", () => {
	for (const name of ["maria lopez", "MARIA LÓPEZ", "Lopez, Maria", "Dr. Maria López", "Maria Lopez (EMEA)"]) {
		expect(taken(name), name).toBe("maria");
	}
	for (const name of ["Juergen Mueller", "Jurgen Muller", "Müller, Jürgen"]) expect(taken(name), name).toBe("mueller");
	expect(taken("Siobhan O’Brien")).toBe("siobhan");
	expect(taken("田中太郎")).toBe("tanaka");
});

test("what is only alike is suggested with its reason, never taken", () => {
	const suggested = (name: string, rest: Partial<SeenPerson> = {}) => {
		const { match, suggestion } = seen(name, rest);
		expect(match, name).toBeNull();
		return suggestion && `${suggestion.id} ${suggestion.by}`;
	};
	expect(suggested("Zhang Wei")).toBe("wei order");
	expect(suggested("Jurgen Mueler")).toBe("mueller spelling");
	expect(suggested("Katherine Smith")).toBe("katherine middle-name");
	expect(suggested("K. Smith")).toBe("katherine initials");
	expect(suggested("KSmith", { email: "ksmith@elsewhere.example" })).toBe("katherine address");
});

test("where two fit alike nobody is guessed", () => {
	expect(seen("M. Lopez")).toEqual({ match: null, suggestion: null });
	expect(seen("Anna Berg")).toEqual({ match: null, suggestion: null });
	expect(seen("Maria")).toEqual({ match: null, suggestion: null });
	expect(seen("Dan Berg")).toEqual({ match: null, suggestion: null });
	expect(seen("-")).toEqual({ match: null, suggestion: null });
});

test("a record of its own with the same name, or another e-mail, is only suggested: two people may share a name", () => {
	expect(seen("Marco Lopez", { isRecord: true })).toMatchObject({ match: null, suggestion: { id: "marco" } });
	const other = seen("Maria Lopez", { email: "m.lopez@other.example" });
	expect(other).toMatchObject({ match: null, suggestion: { id: "maria", by: "exact-name" } });
});

test("a name is itself under any case and with any spaces around its words", () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[A-Za-zÀ-ÿ]{2,8}( [A-Za-zÀ-ÿ]{2,8}){1,2}$/), (name) => {
			expect(nameKeys(`  ${name.toUpperCase().toLowerCase().replaceAll(" ", "   ")} `)).toEqual(nameKeys(name));
			expect(nameWords(name).every((word) => word === word.toLowerCase())).toBe(true);
		}),
	);
});
