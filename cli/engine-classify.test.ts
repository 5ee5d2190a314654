import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leadTable, type TestTable } from "../core/scoring/tabular/test-tables.ts";

/** Runs classify as a person would. */
function classify(options: Record<string, string>): Promise<{ code: number; err: string }> {
	const given = { target: "ending", positive: "won", id: "lead", ...options };
	const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
	return new Promise((done) => {
		execFile(process.execPath, [join(import.meta.dirname, "engine.ts"), "classify", ...args], (fault, _out, err) =>
			done({ code: typeof fault?.code === "number" ? fault.code : 0, err }),
		);
	});
}

/** A table as CSV text, with its endings in the last column unless told not to. */
function csv({ columns, rows, happened }: TestTable, { mark = ",", ending = true, comma = false } = {}): string {
	const cell = (value: unknown): string => {
		const text = comma && /^\d+\.\d+$/.test(String(value)) ? String(value).replace(".", ",") : String(value ?? "");
		return text.includes(mark) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
	};
	const head = [...columns, ...(ending ? ["ending"] : [])].map(cell).join(mark);
	const lines = rows.map((row, k) =>
		[...columns.map((c) => row[c]), ...(ending ? [happened[k] === 1 ? "won" : "lost"] : [])].map(cell).join(mark),
	);
	return `${[head, ...lines].join("\n")}\n`;
}

let folder = "";
const at = (name: string): string => join(folder, name);
const probabilities = async (name: string): Promise<Map<string, number>> => {
	const [head, ...lines] = (await readFile(at(name), "utf8")).trim().split("\n");
	expect(head).toBe("id,probability");
	return new Map(lines.map((l) => [l.slice(0, l.lastIndexOf(",")), Number(l.slice(l.lastIndexOf(",") + 1))]));
};

describe("classify on the command line", () => {
	const train = leadTable(400);
	const test = leadTable(60, 2);

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "engine-classify-"));
		await writeFile(at("train.csv"), csv(train));
		await writeFile(at("test.csv"), csv(test, { ending: false }));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it("gives each row a probability in the order of the file, with reasons that add up", async () => {
		const options = { train: at("train.csv"), test: at("test.csv"), out: at("p.csv"), time: "created" };
		expect(await classify({ ...options, explain: at("e.jsonl") })).toMatchObject({
			code: 0,
			err: expect.stringContaining("on newer rows: log-loss"),
		});
		const scored = await probabilities("p.csv");
		expect([...scored.keys()]).toEqual(test.ids);
		const lines = (await readFile(at("e.jsonl"), "utf8")).trim().split("\n");
		expect(lines).toHaveLength(60);
		for (const line of lines) {
			const { id, base, margin, parts } = JSON.parse(line) as {
				id: string;
				base: number;
				margin: number;
				parts: { feature: string; value: string; contribution: number }[];
			};
			expect(Math.abs(parts.reduce((s, p) => s + p.contribution, base) - margin)).toBeLessThan(1e-9);
			expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(scored.get(id) ?? 0, 12);
			expect(parts.map((p) => p.feature)).not.toContain("lead");
		}
	});

	it("reads the same from a packed file with semicolons, decimal commas and a byte order mark", async () => {
		const options = { train: at("train.csv"), test: at("test.csv") };
		await writeFile(at("other.csv.gz"), gzipSync(`\ufeff${csv(train, { mark: ";", comma: true })}`));
		await writeFile(at("other-test.csv"), csv(test, { mark: ";", comma: true, ending: false }));
		await classify({ ...options, out: at("a.csv") });
		const other = { train: at("other.csv.gz"), test: at("other-test.csv"), out: at("b.csv"), target: "Ending" };
		expect(await classify({ ...other, positive: "WON" })).toMatchObject({ code: 0 });
		expect(await readFile(at("b.csv"), "utf8")).toBe(await readFile(at("a.csv"), "utf8"));
	});

	it("does not learn from what the test file lacks or what is dropped, and warns of leaks and sensitive columns", async () => {
		const columns = [...train.columns, "Age", "Close Date", "price, asked"];
		const rows = train.rows.map((row, k) => ({
			...row,
			Age: 20 + (k % 40),
			"price, asked": k % 3,
			"Close Date": train.happened[k] === 1 ? "2024-05-01" : "",
		}));
		await writeFile(at("leaky.csv"), csv({ ...train, columns, rows }));
		const wide = test.rows.map((row) => ({ ...row, Age: 30, "Close Date": "", more: "x" }));
		await writeFile(at("wide.csv"), csv({ ...test, columns: [...columns.slice(0, -1), "more"], rows: wide }));
		const run = {
			train: at("leaky.csv"),
			test: at("wide.csv"),
			out: at("w.csv"),
			explain: at("w.jsonl"),
			drop: "budget",
		};
		const { code, err } = await classify(run);
		expect(code).toBe(0);
		expect(err).toContain("no column price, asked");
		expect(err).toContain("careful: Age speaks of age");
		expect(err).toContain("a leak? Close Date");
		const first = (await readFile(at("w.jsonl"), "utf8")).split("\n")[0] ?? "";
		expect(first).not.toContain("budget");
		expect(first).not.toContain("price, asked");
	});

	it("makes do with a few rows, one ending, or nothing to score", async () => {
		await writeFile(at("tiny.csv"), "lead,x,ending\na,1,won\nb,2,lost\n");
		await writeFile(at("one.csv"), "lead,x,ending\na,1,won\nb,2,won\nc,,\n");
		await writeFile(at("tiny-test.csv"), 'lead,x\n"n, ""1""",3\n');
		await writeFile(at("none.csv"), "lead,x\n");
		expect(await classify({ train: at("tiny.csv"), test: at("tiny-test.csv"), out: at("t.csv") })).toMatchObject({
			code: 0,
		});
		expect([...(await probabilities("t.csv"))]).toEqual([['"n, ""1"""', 0.5]]);
		const one = await classify({ train: at("one.csv"), test: at("tiny-test.csv"), out: at("t.csv") });
		expect(one).toMatchObject({ code: 0, err: expect.stringContaining("always") });
		expect(one.err).toContain("1 rows without ending");
		expect(await classify({ train: at("tiny.csv"), test: at("none.csv"), out: at("t.csv") })).toMatchObject({
			code: 0,
		});
		expect(await readFile(at("t.csv"), "utf8")).toBe("id,probability\n");
	});

	it("says what is wrong with what it cannot use", async () => {
		const good = { train: at("train.csv"), test: at("test.csv"), out: at("x.csv") };
		await writeFile(at("strange.csv"), "lead,other\n1,2\n");
		await writeFile(at("empty.csv"), "");
		const bad: [Record<string, string>, string][] = [
			[{ ...good, positive: "gained" }, 'ending is never "gained"; it is "'],
			[{ ...good, target: "end" }, "no column end"],
			[{ ...good, id: "ending" }, "same column"],
			[{ ...good, drop: "nope" }, 'no column "nope"'],
			[{ ...good, time: "channel" }, "neither dates nor numbers"],
			[{ ...good, test: at("strange.csv") }, "no column in common"],
			[{ ...good, test: at("empty.csv") }, "empty"],
			[{ ...good, train: at("nowhere.csv") }, "no such file"],
			[{ ...good, out: at("nowhere/x.csv") }, "cannot be written"],
			[{ ...good, seed: "x" }, "--seed"],
		];
		for (const [options, message] of bad) {
			expect(await classify(options)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
		}
	}, 60_000);
});
