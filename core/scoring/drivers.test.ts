import { describe, expect, it } from "vitest";
import { forkRandom } from "../stats/random.ts";
import { findDrivers } from "./drivers.ts";
import { leadTable } from "./tabular/test-tables.ts";

describe("what goes with winning", () => {
	it("is named strongest first, with rates by group and ranges that hold them", () => {
		const drivers = findDrivers(leadTable(2000));
		expect(drivers.filter((d) => d.significant).map((d) => d.column)).toEqual(
			expect.arrayContaining(["visits", "channel"]),
		);
		expect(drivers.filter((d) => !d.significant).map((d) => d.column)).toEqual(
			expect.arrayContaining(["budget", "team"]),
		);
		const channel = drivers.find((d) => d.column === "channel");
		const rate = (level: string) => channel?.groups.find((g) => g.level === level)?.rate ?? 0;
		expect(rate("Referral")).toBeGreaterThan(rate("Cold call") + 0.2);
		for (const { groups, strength } of drivers) {
			expect(strength).toBeGreaterThanOrEqual(0);
			for (const { rate: r, interval, n, happened } of groups) {
				expect(interval.low).toBeLessThanOrEqual(r);
				expect(interval.high).toBeGreaterThanOrEqual(r);
				expect(happened).toBeLessThanOrEqual(n);
			}
		}
	});

	it("is hardly ever found in noise, however many columns are looked at", () => {
		let found = 0;
		for (let seed = 0; seed < 20; seed++) {
			const random = forkRandom(seed, "noise");
			const columns = Array.from({ length: 20 }, (_, k) => `c${k}`);
			const rows = Array.from({ length: 300 }, () =>
				Object.fromEntries(columns.map((c, k) => [c, k % 2 ? random() : `level ${Math.floor(random() * 6)}`])),
			);
			const happened = Uint8Array.from(rows, () => (random() < 0.3 ? 1 : 0));
			found += findDrivers({ columns, rows, happened }).some((d) => d.significant) ? 1 : 0;
		}
		expect(found).toBeLessThanOrEqual(4);
	});

	it("is nothing without records, without endings of both kinds, or with one record", () => {
		expect(findDrivers({ columns: ["a"], rows: [], happened: new Uint8Array() })).toEqual([]);
		expect(findDrivers({ columns: ["a"], rows: [{ a: "x" }], happened: Uint8Array.of(1) })).toEqual([]);
		const all = leadTable(200);
		expect(findDrivers({ ...all, happened: new Uint8Array(200).fill(1) }).filter((d) => d.significant)).toEqual([]);
	});
});
