import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogues } from "./catalogues.ts";
import { english } from "./english.ts";
import { direction, LOCALES, pickLocale } from "./locales.ts";
import { holesOf } from "./parse-message.ts";
import { word } from "./word.ts";

const ROOT = join(import.meta.dirname, "../..");
const keys = Object.keys(english).sort();

describe.each(Object.entries(catalogues))("the catalogue %s", (locale, catalogue) => {
	test("has the same keys as English", () => {
		expect(Object.keys(catalogue).sort()).toEqual(keys);
	});
	test("asks for the same parameters as English in every sentence", () => {
		const wrong = keys.filter(
			(key) => JSON.stringify(holesOf(catalogue[key] ?? "")) !== JSON.stringify(holesOf(english[key] ?? "")),
		);
		expect(wrong, locale).toEqual([]);
	});
});

test("every catalogue file is in use, and every language has a place", () => {
	const files = readdirSync(import.meta.dirname).filter((f) => /^[a-z]{2}\.json$/.test(f));
	expect(files.map((f) => f.slice(0, -5)).filter((l) => !(l in catalogues))).toEqual([]);
	expect(Object.keys(catalogues).filter((l) => !(LOCALES as readonly string[]).includes(l))).toEqual([]);
});

test("every key named in code exists", () => {
	const named = ["core", "server", "hosts", "cli"].flatMap(sources).flatMap((file) => {
		const text = readFileSync(file, "utf8");
		const calls = /\b(?:t|say|word|words)\(\s*(?:[\w.]+,\s*)?"([a-z]\w*(?:\.\w+)+)"/g;
		return [...text.matchAll(calls)].map((m) => ({ file: file.slice(ROOT.length + 1), key: m[1] ?? "" }));
	});
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter(({ key }) => !(key in english))).toEqual([]);
});

test("a language is picked from what the browser asks for", () => {
	expect(pickLocale("pt, fr-CA;q=0.9, en;q=0.8")).toBe("fr");
	expect(pickLocale("ja")).toBe("ja");
	expect(pickLocale("xx")).toBe("en");
	expect(pickLocale(null)).toBe("en");
	expect(LOCALES.filter((l) => direction(l) === "rtl")).toEqual(["he", "en-XB"]);
});

test("an unknown key comes back as it is", () => {
	expect(word("fr", "no.such.key")).toBe("no.such.key");
});

function sources(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter(
			(f) =>
				f.isFile() && /\.tsx?$/.test(f.name) && !f.name.includes(".test.") && !f.parentPath.includes("node_modules"),
		)
		.filter((f) => !f.parentPath.includes("/dist"))
		.map((f) => join(f.parentPath, f.name));
}
