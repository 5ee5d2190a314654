import { describe, expect, test } from "vitest";
import { arrangeRows } from "./arrange-rows.ts";
import { askedOf, chosenColumns, type Table } from "./table.ts";

interface Boat {
	name: string;
	state: string | null;
	length: number | null;
	price: { amountMinor: string; currency: string } | null;
	built: string | null;
	seen: string;
}
const boats: Table<Boat> = {
	name: "boats",
	word: "x",
	path: "/boats",
	usualSort: "order",
	columns: [
		{ key: "name", word: "x", kind: "text", sorts: true, value: (b) => b.name },
		{ key: "state", word: "x", kind: "choice", words: "x", value: (b) => b.state },
		{ key: "length", word: "x", kind: "number", sorts: true, value: (b) => b.length },
		{ key: "price", word: "x", kind: "money", sorts: true, extra: true, value: (b) => b.price },
		{ key: "built", word: "x", kind: "day", sorts: true, extra: true, value: (b) => b.built },
		{ key: "seen", word: "x", kind: "moment", extra: true, value: (b) => b.seen },
	],
	filters: [
		{ name: "search", word: "x", kind: "text" },
		{ name: "state", word: "x", kind: "choice", column: "state", options: [{ value: "new", word: "x" }] },
		{ name: "length", word: "x", kind: "number", column: "length" },
		{ name: "seen", word: "x", kind: "day", column: "seen" },
	],
};
const boat = (name: string, given: Partial<Boat> = {}): Boat => ({
	name,
	state: "new",
	length: null,
	price: null,
	built: null,
	seen: "2026-01-31T12:00:00Z",
	...given,
});
const eur = (amountMinor: string) => ({ amountMinor, currency: "EUR" });
const rows = [
	boat("Zoë", { length: 9, price: eur("1000000000000"), built: "2020-05-01" }),
	boat("anna 10", { length: 12, price: eur("5"), state: "old", seen: "2026-01-31T23:30:00Z" }),
	boat("Anna 9", { price: eur("-7") }),
	boat("Müller", { length: 3, built: "1999-01-01" }),
];
const names = (ask: Record<string, string>, zone = "UTC") =>
	arrangeRows(boats, rows, ask, { locale: "en", zone }).map((b) => b.name);

describe("a whole list is put in order", () => {
	test("as it came, until a column is chosen", () => {
		expect(names({})).toEqual(["Zoë", "anna 10", "Anna 9", "Müller"]);
	});
	test("words by the alphabet and numbers in them by size, money by its amount, blanks last both ways", () => {
		expect(names({ sort: "name" })).toEqual(["Anna 9", "anna 10", "Müller", "Zoë"]);
		expect(names({ sort: "length" })).toEqual(["Müller", "Zoë", "anna 10", "Anna 9"]);
		expect(names({ sort: "-length" })).toEqual(["anna 10", "Zoë", "Müller", "Anna 9"]);
		expect(names({ sort: "-price" })).toEqual(["Zoë", "anna 10", "Anna 9", "Müller"]);
		expect(names({ sort: "built" })[0]).toBe("Müller");
	});
	test("a column that cannot be sorted by changes nothing", () => {
		expect(names({ sort: "state" })).toEqual(names({}));
	});
});

describe("a whole list is filtered", () => {
	test("by text without case and accents", () => {
		expect(names({ search: "MULL" })).toEqual(["Müller"]);
		expect(names({ search: "zoe" })).toEqual(["Zoë"]);
	});
	test("by choice and by range, both ends in it, blanks out of it", () => {
		expect(names({ state: "new", lengthFrom: "3", lengthTo: "9" })).toEqual(["Zoë", "Müller"]);
		expect(names({ lengthTo: "100" })).not.toContain("Anna 9");
	});
	test("by days as the reader's zone has them", () => {
		expect(names({ seenFrom: "2026-02-01" })).toEqual([]);
		expect(names({ seenFrom: "2026-02-01" }, "Europe/Berlin")).toEqual(["anna 10"]);
	});
});

test("columns come in the order asked for; what there is not is left out", () => {
	const keys = (asked?: string) => chosenColumns(boats, asked).map((c) => c.key);
	expect(keys()).toEqual(["name", "state", "length"]);
	expect(keys("price,name,price,shoe")).toEqual(["price", "name"]);
	expect(keys("shoe")).toEqual(keys());
});

test("the API is asked with what stands in the address, and nothing else", () => {
	expect(askedOf(boats, { search: "x", lengthFrom: "3", state: "new", shoe: "1" })).toEqual({
		sort: "order",
		search: "x",
		lengthFrom: "3",
		state: "new",
	});
});
