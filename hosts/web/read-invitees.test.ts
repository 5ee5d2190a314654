import { expect, test } from "vitest";
import { readInvitees } from "./read-invitees.ts";

const emails = (text: string) => readInvitees(text).people.map(({ email }) => email);

test("a column of addresses, a line of them, and one that stands twice", () => {
	expect(emails("a@x.example\n\n b@x.example \r\nA@X.example")).toEqual(["a@x.example", "b@x.example"]);
	expect(emails("a@x.example, b@x.example; c@x.example")).toHaveLength(3);
});

test("names beside addresses, as mail programs and sheets write them", () => {
	expect(
		readInvitees('Rae Reed <rae@x.example>\n"Dahl, Dee",dee@x.example\nem@x.example\tEm Egge\tmanager').people,
	).toEqual([
		{ email: "rae@x.example", name: "Rae Reed", role: null },
		{ email: "dee@x.example", name: "Dahl, Dee", role: null },
		{ email: "em@x.example", name: "Em Egge", role: "manager" },
	]);
});

test("a line of names with addresses, and a role beside one", () => {
	const { people } = readInvitees('Rae Reed <rae@x.example>, "Dahl, Dee" <dee@x.example>; <em@x.example>');
	expect(people.map(({ name }) => name)).toEqual(["Rae Reed", "Dahl, Dee", null]);
	expect(readInvitees("Rae Reed <rae@x.example>, manager").people).toEqual([
		{ email: "rae@x.example", name: "Rae Reed", role: "manager" },
	]);
});

test("a CSV's header is no person, and what is no address is told", () => {
	const { people, wrong } = readInvitees("Name;E-Mail;Rolle\nRae;rae@x.example;Administration\nnobody\nx@y");
	expect(people).toEqual([{ email: "rae@x.example", name: "Rae", role: "Administration" }]);
	expect(wrong).toEqual(["nobody", "x@y"]);
});
