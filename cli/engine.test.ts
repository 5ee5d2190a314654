import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Runs a file of this folder as a person would. */
function call(file: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
	return new Promise((done) => {
		execFile(process.execPath, [join(import.meta.dirname, file), ...args], (fault, out, err) =>
			done({ code: typeof fault?.code === "number" ? fault.code : 0, out, err }),
		);
	});
}

describe("engines on the command line", () => {
	let folder = "";
	const at = (name: string): string => join(folder, name);
	const bookings = (events: string, ...more: string[]) =>
		call(
			"engine.ts",
			"bookings",
			"--in",
			at(events),
			"--map",
			at("map.json"),
			"--origins",
			"2026-04-01,2026-05-01",
			"--days",
			"28",
			...more,
		);

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "engine-"));
		await writeFile(at("map.json"), JSON.stringify({ won: ["signed"], lost: ["refused"], stages: ["offer"] }));
		const rows = ["Case,who,Amount,Timestamp,Activity"];
		for (let k = 0; k < 300; k++) {
			const day = (d: number): string => new Date(Date.UTC(2026, 0, 1 + d)).toISOString();
			rows.push(`${k},x,${1000 + k},${day(k / 2)},asked`, `${k},x,${1000 + k},${day(k / 2 + 3)},offer`);
			rows.push(`${k},x,${1000 + k},${day(k / 2 + 12)},${k % 3 ? "refused" : "signed"}`);
		}
		await writeFile(at("events.csv"), rows.join("\n"));
		await writeFile(at("events.csv.gz"), gzipSync(rows.join("\r\n")));
		await writeFile(at("early.csv"), rows.filter((r) => !/,2026-0[5-9]/.test(r)).join("\n"));
		await writeFile(at("empty.csv"), "");
		await writeFile(at("columns.csv"), "case,amount,when,activity\n1,2,2026-01-01,offer\n");
		await writeFile(at("times.csv"), "case,amount,timestamp,activity\n1,2,soon,offer\n");
	});
	afterAll(() => rm(folder, { recursive: true }));

	it("bookings: an answer for each origin, open plus uncreated, the same for the same seed", async () => {
		expect(await bookings("events.csv", "--out", at("a.json"))).toMatchObject({ code: 0, out: "" });
		expect(await bookings("events.csv.gz", "--out", at("b.json"))).toMatchObject({ code: 0 });
		const text = await readFile(at("a.json"), "utf8");
		expect(await readFile(at("b.json"), "utf8")).toBe(text);
		const answers: Record<string, Record<string, number>> = JSON.parse(text);
		expect(Object.keys(answers)).toEqual(["2026-04-01", "2026-05-01"]);
		for (const a of Object.values(answers)) {
			expect(Object.keys(a)).toEqual(["mean", "lo80", "hi80", "open", "uncreated", "closed", "n"]);
			expect(a["mean"]).toBeCloseTo((a["open"] ?? 0) + (a["uncreated"] ?? 0), 2);
			expect(a["lo80"]).toBeLessThanOrEqual(a["mean"] ?? 0);
			expect(a["hi80"]).toBeGreaterThanOrEqual(a["mean"] ?? 0);
			expect(a["closed"]).toBeGreaterThan(0);
			expect(a["n"]).toBe(24);
		}
	});

	it("bookings: an origin does not see events after it", async () => {
		await bookings("events.csv", "--out", at("all.json"));
		await bookings("early.csv", "--out", at("early.json"));
		const read = async (name: string) => JSON.parse(await readFile(at(name), "utf8"))["2026-05-01"];
		expect(await read("early.json")).toEqual(await read("all.json"));
	});

	it("bookings: says where nothing can be said, or little, instead of 0", async () => {
		const head = "case,amount,timestamp,activity";
		const files: [string, string[], string, boolean][] = [
			["one.csv", ["1,100,2026-03-01,offer"], "rests on few cases", false],
			["late.csv", ["1,100,2027-03-01,offer"], "nothing can be said", true],
			["unpriced.csv", ["1,,2026-03-01,offer", "2,many,2026-03-02,offer"], "nothing can be said", true],
			["zero.csv", ["1,0,2026-03-01,offer", "1,0,2026-03-09,signed"], "rests on few cases", false],
			[
				"won.csv",
				["1,5,2026-03-01,offer", "1,5,2026-03-09,signed", "2,7,2026-03-09,signed"],
				"no case was lost",
				false,
			],
			["lost.csv", ["1,5,2026-03-01,offer", "1,5,2026-03-09,refused"], "no case was won", false],
		];
		for (const [name, rows, message, isNothing] of files) {
			await writeFile(at(name), [head, ...rows].join("\n"));
			const done = await bookings(name, "--out", at("few.json"));
			expect(done, name).toMatchObject({ code: 0, err: expect.stringContaining(message) });
			const answers: Record<string, Record<string, number | null>> = JSON.parse(await readFile(at("few.json"), "utf8"));
			for (const { closed, n, ...said } of Object.values(answers)) {
				expect(closed, name).toEqual(expect.any(Number));
				expect(n, name).toEqual(expect.any(Number));
				for (const value of Object.values(said)) {
					if (isNothing) expect(value, name).toBe(null);
					else expect(value, name).toBeGreaterThanOrEqual(0);
				}
			}
		}
	});

	it("bookings: says which amounts it cannot read and which names of the map no event has", async () => {
		const rows = ["1,about 500,2026-03-01,offer", "1,about 500,2026-03-09,Signed", "2,0.0003E4,2026-03-10,offer"];
		await writeFile(at("odd.csv"), ["case,amount,timestamp,activity", ...rows].join("\n"));
		const { code, err } = await bookings("odd.csv", "--out", at("odd.json"));
		expect(code).toBe(0);
		expect(err).toContain("2 of 3 events have an amount that is no number");
		expect(err).toContain("no event is signed (won in the map)");
		expect(err).toContain("events are offer (2), Signed (1)");
		expect(err).toContain("2026-04-01: 1 of 2 open cases have no readable amount: counted, not priced");
	});

	it("bookings: amounts in millions keep their worth under small chances", async () => {
		const shrink = (text: string): string => text.replace(/,x,(\d+),/g, (_, amount) => `,x,${Number(amount) / 1e6},`);
		await writeFile(at("millions.csv"), shrink(await readFile(at("events.csv"), "utf8")));
		await bookings("events.csv", "--out", at("whole.json"));
		await bookings("millions.csv", "--out", at("millions.json"));
		const mean = async (name: string) => JSON.parse(await readFile(at(name), "utf8"))["2026-05-01"].mean;
		expect((await mean("millions.json")) * 1e6).toBeCloseTo(await mean("whole.json"), -3);
	});

	it("says what is wrong with a file or an option, and ends with 2", async () => {
		const out = ["--out", at("x.json")];
		await writeFile(at("garbage.csv"), Buffer.from(Array.from({ length: 4000 }, (_, k) => (k * 7919) % 256)));
		expect((await bookings("garbage.csv", ...out)).code).toBe(2);
		expect(await bookings("nowhere.csv", ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("no such file"),
		});
		expect(await bookings("empty.csv", ...out)).toMatchObject({ code: 2, err: expect.stringContaining("empty") });
		expect(await bookings("columns.csv", ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("no column timestamp"),
		});
		expect(await bookings("times.csv", ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("readable timestamp"),
		});
		expect(await bookings("events.csv", ...out, "--seed", "x")).toMatchObject({
			code: 2,
			err: expect.stringContaining("--seed"),
		});
		expect(await bookings("events.csv")).toMatchObject({ code: 2, err: expect.stringContaining("--out is missing") });
	});

	it("lists the engines that exist, and only those", async () => {
		const { code, out } = await call("engine.ts");
		expect(code).toBe(0);
		for (const name of ["series", "hierarchy", "bookings", "classify", "pmedian", "territories", "districts"])
			expect(out).toContain(name);
		for (const name of ["utterances", "due-dates", "meeting"]) expect(out).toContain(name);
		expect(await call("engine.ts", "guess")).toMatchObject({
			code: 2,
			err: expect.stringContaining('no engine "guess"'),
		});
		expect((await call("engine.ts", "bookings", "--help")).out).toContain("--origins");
	});

	it("a benchmark without its data is not measured, and that is no failure", async () => {
		for (const name of ["forecast", "scoring"]) {
			const { code, out } = await call("bench.ts", name, "--smoke", "--data", at("no-such-folder"));
			expect(code).toBe(0);
			expect(out).toContain("not measured");
		}
		expect((await call("bench.ts", "no-such-benchmark")).code).toBe(2);
	});
});
