import { describe, expect, it } from "vitest";
import { auc } from "../../stats/calibration.ts";
import { forkRandom } from "../../stats/random.ts";
import type { TabularRow } from "./cell.ts";
import { openTabular } from "./open-tabular.ts";
import { parseTabularModel } from "./parse-tabular-model.ts";
import type { TabularModel } from "./tabular-model.ts";
import { leadTable } from "./test-tables.ts";
import { trainTabular } from "./train-tabular.ts";

const TRAIN = leadTable(1200);
const TEST = leadTable(400, 2);

const aucOn = (model: TabularModel, rows: TabularRow[], happened: Uint8Array): number => {
	const scorer = openTabular(model);
	return auc(rows.map((row, k) => ({ probability: scorer.score(row).probability, happened: happened[k] === 1 }))) ?? 0;
};

describe("a model of any table", () => {
	const model = trainTabular({ ...TRAIN, groups: TRAIN.ids, times: TRAIN.times });

	it("finds types by itself, leaves out what says nothing, and foretells", () => {
		expect(model.readings).toMatchObject({
			channel: { kind: "category" },
			visits: { kind: "number" },
			created: { kind: "date" },
			answered: { kind: "date" },
			budget: { kind: "number" },
		});
		expect(model.dropped).toEqual(
			expect.arrayContaining([
				{ column: "lead", why: "id" },
				{ column: "country", why: "constant" },
			]),
		);
		expect(model.champion).not.toBe("prior");
		expect(model.metrics?.by).toBe("time");
		expect(model.window).toEqual({ from: TRAIN.times[0], to: TRAIN.times.at(-1) });
		expect(aucOn(model, TEST.rows, TEST.happened)).toBeGreaterThan(0.78);
		expect(model.warnings).toEqual([]);
	});

	it("gives reasons that add up to the log-odds to 1e-9, one a column", () => {
		const scorer = openTabular(model);
		for (const row of TEST.rows.slice(0, 100)) {
			const { base, parts, margin, probability } = scorer.explain(row);
			expect(Math.abs(parts.reduce((s, p) => s + p.contribution, base) - margin)).toBeLessThan(1e-9);
			expect(margin).toBeCloseTo(scorer.score(row).margin, 9);
			expect(probability).toBeCloseTo(1 / (1 + Math.exp(-margin)), 12);
			expect(new Set(parts.map((p) => p.feature)).size).toBe(parts.length);
		}
		const best = scorer.explain({ ...TEST.rows[0], channel: "Referral" }).parts.find((p) => p.feature === "channel");
		expect(best).toMatchObject({ value: "Referral" });
		expect(best?.contribution).toBeGreaterThan(0.5);
	});

	it("survives being written down, and reads nothing that is not its own", () => {
		const again = parseTabularModel(JSON.parse(JSON.stringify(model)));
		expect(again).not.toBeNull();
		const row = TEST.rows[3] ?? {};
		expect(openTabular(again as TabularModel).score(row)).toEqual(openTabular(model).score(row));
	});

	it("scores records with columns absent, added or never seen before", () => {
		const scorer = openTabular(model);
		for (const row of [{}, { channel: "Smoke signal", visits: "a lot" }, { strange: 4 }]) {
			expect(scorer.score(row).probability).toBeGreaterThan(0);
			expect(scorer.score(row).probability).toBeLessThan(1);
		}
	});

	it("is the same model each time", () => {
		expect(trainTabular({ ...TRAIN, groups: TRAIN.ids, times: TRAIN.times })).toEqual(model);
	});
});

describe("blind robustness", () => {
	const { columns: all, rows: known, happened: ends, ids } = TRAIN;
	const plain = trainTabular({ columns: all, rows: known, happened: ends, groups: ids });
	const scorer = openTabular(plain);
	const expected = TEST.rows.map((row) => scorer.score(row).probability);

	const compare = (change: (row: TabularRow) => TabularRow): void => {
		const rows = TRAIN.rows.map(change);
		const columns = Object.keys(rows[0] ?? {});
		const other = openTabular(trainTabular({ columns, rows, happened: TRAIN.happened, groups: TRAIN.ids }));
		for (const [k, row] of TEST.rows.entries()) {
			expect(other.score(change(row)).probability).toBeCloseTo(expected[k] ?? 0, 9);
		}
	};

	it("columns under other names give the same result", () => {
		compare((row) =>
			Object.fromEntries(Object.entries(row).map(([name, cell], k) => [`col ${k} ${name.length}`, cell])),
		);
	});

	it("categories under other names give the same result", () => {
		const names = new Map<string, string>();
		compare((row) => {
			const channel = String(row["channel"]);
			if (!names.has(channel)) names.set(channel, `k${(7 * names.size + 3) % 11}x`);
			return { ...row, channel: names.get(channel), team: `${String(row["team"]).replace("Team ", "g")}z` };
		});
	});

	it("another calendar gives the same result", () => {
		const later = (cell: unknown): string =>
			cell === "" ? "" : new Date(Date.parse(String(cell)) + 1003 * 86_400_000).toISOString().slice(0, 10);
		compare((row) => ({ ...row, created: later(row["created"]), answered: later(row["answered"]) }));
	});
});

describe("a table that drifts", () => {
	const random = forkRandom(4, "drift");
	const table = leadTable(1500, 3);
	// Ever more leads convert as time goes on, whatever their columns say.
	const happened = Uint8Array.from(table.rows, (_, k) => (random() < 0.05 + (0.5 * k) / 1500 ? 1 : 0));
	const numbered = table.rows.map((row, k) => ({ ...row, week: Math.floor(k / 20) }));
	const rates = (timeColumn: string): number => {
		const columns = ["channel", "visits", "team", timeColumn];
		const model = trainTabular({
			columns,
			rows: numbered,
			happened,
			times: table.times,
			timeColumn,
			groups: table.ids,
		});
		const scorer = openTabular(model);
		return scorer.score({ ...numbered[700], created: "2025-03-01", week: 80 }).probability;
	};

	it("is foretold at its newest level, by date or number, when newer rows were foretold better so", () => {
		for (const column of ["created", "week"]) expect(rates(column)).toBeGreaterThan(0.42);
	});

	it("that does not drift is foretold without the moment", () => {
		const columns = ["channel", "visits", "week"];
		const steady = { columns, rows: numbered, happened: table.happened, times: table.times, timeColumn: "week" };
		const model = trainTabular(steady);
		expect(model.dropped).toContainEqual({ column: "week", why: "time" });
	});
});

describe("little or bad data", () => {
	it("noise is left at the plain share", () => {
		const random = forkRandom(3, "noise");
		const happened = Uint8Array.from(TRAIN.rows, () => (random() < 0.4 ? 1 : 0));
		const model = trainTabular({ ...TRAIN, happened, groups: TRAIN.ids });
		expect(model.champion).toBe("prior");
		expect(openTabular(model).explain(TEST.rows[0] ?? {})).toMatchObject({ base: model.base, margin: model.base });
	});

	it("one kind of ending, or one row, gives a cautious share", () => {
		const few = { columns: ["a"], rows: [{ a: "1" }], happened: Uint8Array.of(1) };
		expect(openTabular(trainTabular(few)).score({ a: "2" }).probability).toBeCloseTo(0.75, 9);
		const all = trainTabular({ ...TRAIN, happened: new Uint8Array(1200).fill(1) });
		expect(all.champion).toBe("prior");
		expect(openTabular(all).score({}).probability).toBeGreaterThan(0.99);
		expect(() => trainTabular({ columns: [], rows: [], happened: new Uint8Array() })).toThrow("no rows");
		expect(() => trainTabular({ ...few, happened: new Uint8Array(3) })).toThrow("differ");
	});

	it("a column that tells the ending is named, and so is one filled only after it", () => {
		const rows = TRAIN.rows.map((row, k) => ({
			...row,
			mood: TRAIN.happened[k] === 1 ? `${k % 7}` : `${20 + (k % 9)}`,
			"Loss reason": TRAIN.happened[k] === 1 || k % 5 === 0 ? "" : "price",
		}));
		const columns = [...TRAIN.columns, "mood", "Loss reason"];
		const { warnings } = trainTabular({ columns, rows, happened: TRAIN.happened });
		const codes = warnings.map((w) => `${w.column}: ${w.code}`);
		expect(codes).toEqual(
			expect.arrayContaining(["mood: tells_alone", "Loss reason: missing_tells", "Loss reason: named_late"]),
		);
		expect(codes.filter((c) => c.startsWith("channel"))).toEqual([]);
	});

	it("columns left out play no part, and twins are looked at once", () => {
		const rows = TRAIN.rows.map((row) => ({ ...row, kanal: `~${row["channel"]}` }));
		const columns = [...TRAIN.columns, "kanal"];
		const model = trainTabular({ columns, rows, happened: TRAIN.happened, leaveOut: ["visits"] });
		expect(model.dropped).toEqual(
			expect.arrayContaining([
				{ column: "visits", why: "asked" },
				{ column: "kanal", why: "duplicate", of: "channel" },
			]),
		);
		expect(model.features.some((f) => f.column === "visits")).toBe(false);
	});

	it("more can be told never to count against", () => {
		const model = trainTabular({ ...TRAIN, groups: TRAIN.ids, monotone: { visits: 1 } });
		const boosted = { ...model, share: 1, logistic: null, champion: "boosting" as const };
		const scorer = openTabular(model.boosting ? boosted : model);
		const line = Array.from({ length: 12 }, (_, v) => scorer.score({ ...TEST.rows[0], visits: v }).margin);
		expect(line).toEqual([...line].sort((a, b) => a - b));
	});
});
