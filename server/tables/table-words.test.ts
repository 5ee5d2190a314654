import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Table } from "../../core/contract/tables/table.ts";
import { catalogues } from "../../core/words/catalogues.ts";

const FOLDER = join(import.meta.dirname, "../../core/contract/tables");
const files = readdirSync(FOLDER).filter((file) => /-tables?\.ts$/.test(file));
const modules: object[] = await Promise.all(files.map((file) => import(join(FOLDER, file))));
const tables = modules
	.flatMap((module) => Object.values(module) as unknown[])
	.filter((value): value is Table<never> => typeof value === "object" && value !== null && "usualSort" in value);

describe.each(tables.map((table) => [table.name, table] as const))("the table %s", (_, table) => {
	const { columns, filters, word } = table;
	test("has words in every language", () => {
		const words = [word, ...columns.map((c) => c.word), ...filters.map((f) => f.word)];
		words.push(...filters.flatMap((f) => (f.kind === "choice" ? f.options.map((o) => o.word) : [])));
		for (const catalogue of Object.values(catalogues)) {
			expect(words.filter((key) => !(key in catalogue))).toEqual([]);
		}
	});

	test("names each column and filter once, and filters by columns it has", () => {
		const keys = columns.map((c) => c.key);
		expect(new Set(keys).size).toBe(keys.length);
		const names = filters.map((f) => f.name);
		expect(new Set(names).size).toBe(names.length);
		expect(filters.flatMap((f) => f.column ?? []).filter((column) => !keys.includes(column))).toEqual([]);
	});
});

test("there are as many tables as files that describe them, or more", () => {
	expect(tables.length).toBeGreaterThanOrEqual(files.length);
	expect(new Set(tables.map((table) => table.name)).size).toBe(tables.length);
});
