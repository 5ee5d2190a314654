import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Runs an engine as a person would. */
function engine(...args: string[]): Promise<{ code: number; err: string }> {
	return new Promise((done) => {
		execFile(process.execPath, [join(import.meta.dirname, "engine.ts"), ...args], (fault, _out, err) =>
			done({ code: typeof fault?.code === "number" ? fault.code : 0, err }),
		);
	});
}

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "engine-series-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("series on the command line", () => {
	const series = (file: string, out = "out.json") => engine("series", "--in", at(file), "--out", at(out));
	type Answer = Record<
		string,
		{ mean: (number | null)[]; lo80: number[]; hi80: number[]; lo95: number[]; method: string }
	>;

	it("answers every series with lists of length h, in order, the same each time", async () => {
		const x = Array.from({ length: 40 }, (_, t) => 100 + 20 * Math.sin((t * Math.PI) / 2) + t);
		const input = {
			a: { period: 4, h: 5, x },
			b: { period: 12, h: 3, x: [7] },
			c: { period: 1, h: 2, x: [null, null] },
		};
		await writeFile(at("s.json"), JSON.stringify(input));
		expect(await series("s.json")).toMatchObject({ code: 0, err: expect.stringContaining("without a value: c") });
		await series("s.json", "again.json");
		const text = await readFile(at("out.json"), "utf8");
		expect(await readFile(at("again.json"), "utf8")).toBe(text);
		const answer = JSON.parse(text) as Answer;
		expect(Object.keys(answer)).toEqual(["a", "b", "c"]);
		expect(Object.keys(answer["a"] ?? {})).toEqual(["mean", "lo80", "hi80", "lo95", "hi95", "method"]);
		expect(answer["a"]?.mean).toHaveLength(5);
		expect(answer["a"]?.lo95[4]).toBeLessThan(answer["a"]?.lo80[4] ?? 0);
		expect(answer["a"]?.method).toContain("combination");
		expect(answer["b"]?.mean).toEqual([7, 7, 7]);
		expect(answer["c"]?.mean).toEqual([null, null]);
	});

	it("reads JSON that begins with a byte-order mark, and UTF-16", async () => {
		const text = `\ufeff${JSON.stringify({ a: { period: 1, h: 1, x: [1, 2, 3] } })}`;
		for (const encoding of ["utf8", "utf16le"] as const) {
			await writeFile(at("marked.json"), text, encoding);
			expect((await series("marked.json")).code).toBe(0);
		}
	});

	it("reads NaN as not known, and says what is wrong with anything else", async () => {
		await writeFile(at("nan.json"), '{"a": {"period": 1, "h": 1, "x": [1, NaN, 3, 4, 5, NaN]}}');
		expect(await series("nan.json")).toMatchObject({ code: 0 });
		const bad: [string, string, string][] = [
			["text.json", '{"a": {"period": 1, "h": 1, "x": ["1"]}}', "a → x → 0"],
			["period.json", '{"a": {"period": 0, "h": 1, "x": [1]}}', "a → period"],
			["none.json", "{}", "no series"],
			["nothing.json", '{"a": {"period": 1, "h": 1, "x": []}}', "no series has a value"],
			["broken.json", "{", "not JSON"],
			["empty.json", "", "empty"],
			["garbage.json", "\u0000\u0001{\ufffd", "not JSON"],
			["list.json", "[1, 2]", "list.json"],
		];
		for (const [file, text, message] of bad) {
			await writeFile(at(file), text);
			expect(await series(file)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
		}
		expect(await series("nowhere.json")).toMatchObject({ code: 2, err: expect.stringContaining("cannot be read") });
	});
});

describe("hierarchy on the command line", () => {
	const hierarchy = (file: string, ...more: string[]) =>
		engine(
			...["hierarchy", "--in", at(file), "--time", "Quarter", "--value", "Trips", "--levels", "State,Region,Purpose"],
			...["--period", "4", "--h", "3", "--out", at("out.csv"), ...more],
		);

	it("writes every node of every level, and the sums hold", async () => {
		const lines = ["Quarter,Region,State,Purpose,Trips"];
		for (let t = 0; t < 24; t++) {
			for (const [state, region] of [
				["N", "Oslo, inner"],
				["N", "Bergen"],
				["S", "Rome"],
			] as const) {
				for (const [k, purpose] of ["Work", "Fun"].entries()) {
					lines.push(
						`${1998 + Math.floor(t / 4)}Q${(t % 4) + 1},"${region}",${state},${purpose},${20 + t + 9 * k + (t % 4)}`,
					);
				}
			}
		}
		await writeFile(at("h.csv"), lines.join("\n"));
		expect(await hierarchy("h.csv")).toMatchObject({ code: 0 });
		const rows = (await readFile(at("out.csv"), "utf8")).trim().split("\n");
		expect(rows[0]).toBe("node,step,mean,lo80,hi80");
		expect(rows).toHaveLength(1 + 3 * (1 + 2 + 2 + 3 + 4 + 6));
		const mean = (node: string, step: number): number =>
			Number(
				rows
					.find((r) => r.startsWith(`${node},${step},`))
					?.slice(node.length)
					.split(",")[2],
			);
		for (const step of [1, 2, 3]) {
			expect(Math.abs(mean("Total", step) - mean("N", step) - mean("S", step))).toBeLessThan(1e-6);
			expect(Math.abs(mean("Total", step) - mean("Work", step) - mean("Fun", step))).toBeLessThan(1e-6);
			expect(
				Math.abs(mean("N/Work", step) - mean("N/Bergen/Work", step) - mean('"N/Oslo, inner/Work"', step)),
			).toBeLessThan(1e-6);
		}
	});

	it("takes one row, one node and nothing but zeros, and says a number for each", async () => {
		await writeFile(at("one.csv"), "Quarter,Region,State,Purpose,Trips\n1998Q1,a,b,c,7\n");
		const zeros = [1, 2, 3, 4].flatMap((q) => ["a", "d"].map((region) => `1998Q${q},${region},b,c,0`));
		await writeFile(at("zeros.csv"), ["Quarter,Region,State,Purpose,Trips", ...zeros].join("\n"));
		for (const [file, value] of [
			["one.csv", 7],
			["zeros.csv", 0],
		] as const) {
			expect(await hierarchy(file)).toMatchObject({ code: 0 });
			const rows = (await readFile(at("out.csv"), "utf8")).trim().split("\n").slice(1);
			expect(rows.length).toBeGreaterThanOrEqual(3);
			for (const row of rows) {
				const [mean, low, high] = row.split(",").slice(-3).map(Number);
				expect(mean).toBe(value);
				expect(low).toBeLessThanOrEqual(value);
				expect(high).toBeGreaterThanOrEqual(value);
			}
		}
	});

	it("reads numbers with commas, and asks where days and months cannot be told apart", async () => {
		const rows = (times: string[]): string =>
			["Quarter;State;Region;Purpose;Trips", ...times.map((time, k) => `${time};A;B;C;${k + 1},5`)].join("\r\n");
		await writeFile(at("commas.csv"), `\ufeff${rows(["2001-01-01", "2001-04-01", "2001-07-01", "2001-10-01"])}`);
		expect(await hierarchy("commas.csv", "--h", "1")).toMatchObject({
			code: 0,
			err: expect.not.stringContaining("count as 0"),
		});
		const [, mean] = /^Total,1,([\d.]+)/m.exec(await readFile(at("out.csv"), "utf8")) ?? [];
		expect(Number(mean)).toBeGreaterThan(1);
		expect(Number(mean)).toBeLessThan(10);
		await writeFile(at("days.csv"), rows(["3/4/2001", "5/6/2001"]));
		expect(await hierarchy("days.csv")).toMatchObject({ code: 2, err: expect.stringContaining("YYYY-MM-DD") });
	});

	it("says what is wrong with a file or an option, and ends with 2", async () => {
		await writeFile(at("nothing.csv"), "");
		expect((await hierarchy("nothing.csv")).code).toBe(2);
		await writeFile(at("garbage.csv"), Buffer.from(Array.from({ length: 4000 }, (_, k) => (k * 7919) % 256)));
		expect((await hierarchy("garbage.csv")).code).toBe(2);
		await writeFile(at("words.csv"), "Quarter,Region,State,Purpose,Trips\n1998Q1,a,b,c,many\n");
		expect(await hierarchy("words.csv")).toMatchObject({
			code: 2,
			err: expect.stringContaining('row 1: Trips "many"'),
		});
		await writeFile(at("columns.csv"), "Quarter,Region,Trips\n1998Q1,a,1\n");
		expect(await hierarchy("columns.csv")).toMatchObject({ code: 2, err: expect.stringContaining("no column") });
		expect(await hierarchy("words.csv", "--h", "0")).toMatchObject({ code: 2, err: expect.stringContaining("--h") });
		expect(await hierarchy("words.csv", "--levels", "State,State")).toMatchObject({
			code: 2,
			err: expect.stringContaining("--levels"),
		});
	});
});
