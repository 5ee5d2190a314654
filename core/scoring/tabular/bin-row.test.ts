import { describe, expect, it } from "vitest";
import { forkRandom } from "../../stats/random.ts";
import { rowBinner } from "./bin-row.ts";
import type { TabularRow } from "./cell.ts";
import { evidenceValues } from "./evidence.ts";
import { findReadings } from "./find-readings.ts";
import { fitFeatures } from "./fit-features.ts";
import { readColumns } from "./read-columns.ts";

const random = forkRandom(1, "odd table");
const pick = (list: string[]): string => list[Math.floor(random() * list.length)] ?? "";
const WORDS = "asks for price soon wants a demo of the new plan no budget this year call back in spring".split(" ");

/** Columns of every kind, with gaps: numbers of a program, money as people write it, dates with times, free text. */
const rows: TabularRow[] = Array.from({ length: 900 }, (_, k) => {
	const day = 1 + (k % 28);
	return {
		score: random() < 0.1 ? null : random() * 1e-7,
		flag: random() < 0.5,
		price: random() < 0.2 ? "n/a" : `€ ${1 + Math.floor(random() * 9)}.${100 + Math.floor(random() * 899)},50`,
		asked: `${day}.0${1 + (k % 9)}.2024 ${10 + (k % 9)}:30`,
		met: random() < 0.3 ? "" : `${1 + (k % 13)}.11.2024`,
		company: `Company ${Math.floor(random() * 150)}`,
		note: `${Array.from({ length: 6 }, () => pick(WORDS)).join(" ")} ${k}`,
		key: `${k.toString(36)}-${(k * 7919).toString(36)}`,
	};
});
const columns = Object.keys(rows[0] ?? {});
const happened = Uint8Array.from(rows, () => (random() < 0.4 ? 1 : 0));

describe("a row in bins", () => {
	const { readings, dropped } = findReadings(columns, rows);
	// The first two thirds are learnt from; the rest gets evidence from all of them, as a new record does.
	const train = Int32Array.from({ length: 600 }, (_, k) => k);
	const part = Uint8Array.from(rows, (_, k) => k % 5);
	const fitted = fitFeatures(readColumns(rows, readings), { train, happened, part, withMoments: true, monotone: {} });

	it("has features of every kind", () => {
		expect(Object.fromEntries(Object.entries(readings).map(([name, r]) => [name, r.kind]))).toEqual({
			...{ score: "number", flag: "category", price: "number", asked: "date", met: "date" },
			...{ company: "category", note: "text" },
		});
		expect(dropped).toEqual([{ column: "key", why: "id" }]);
		const kinds = fitted.features.map(
			(f) => `${f.column}: ${f.of}${f.kind === "number" && f.since ? ` since ${f.since}` : ""}`,
		);
		expect(kinds).toEqual(
			expect.arrayContaining([
				"asked: hour",
				"asked: weekday",
				"met: days since asked",
				"note: words",
				"company: value",
			]),
		);
		expect(fitted.features.filter((f) => f.kind === "evidence").map((f) => f.column)).toEqual(["company", "note"]);
	});

	it("falls into the bins in which it was trained", () => {
		const bin = rowBinner(fitted.features, readings);
		const bins = new Uint8Array(fitted.features.length);
		for (let k = 600; k < rows.length; k++) {
			bin(rows[k] ?? {}, bins);
			expect([...bins]).toEqual(fitted.columns.map((c) => c.bins[k]));
		}
	});

	it("learns evidence for a row without its own ending", () => {
		const company = readColumns(rows, readings).find((c) => c.column === "company");
		if (!company || "values" in company) throw new Error("company is a category");
		const turned = happened.map((h, k) => (k === 5 ? 1 - h : h));
		const own = evidenceValues(company, "value", train, part, happened).values;
		const other = evidenceValues(company, "value", train, part, turned).values;
		expect(other[5]).toBe(own[5]);
		const place = company.places[5];
		const kin = [...train].find((k) => company.places[k] === place && part[k] !== part[5]) ?? 0;
		expect(other[kin]).not.toBe(own[kin]);
	});
});
