import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

function engine(...args: string[]): Promise<{ code: number; out: string; err: string }> {
	return new Promise((done) => {
		execFile(process.execPath, [join(import.meta.dirname, "engine.ts"), ...args], (fault, out, err) =>
			done({ code: typeof fault?.code === "number" ? fault.code : 0, out, err }),
		);
	});
}

describe("the coach on the command line", () => {
	let folder = "";
	const at = (name: string): string => join(folder, name);
	const rows = async (name: string) =>
		(await readFile(at(name), "utf8"))
			.trim()
			.split("\n")
			.map((l) => JSON.parse(l));
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "talk-"));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it("utterances: an answer a line, in any language, the language guessed where it is not said", async () => {
		const lines = [
			{ id: "a", text: "what would the next steps be", lang: "en-GB", previous: ["We can start in April."] },
			{ id: 2, text: "Das ist uns leider viel zu teuer." },
			{ id: "c", text: "予算を超えています。", lang: "ja", final: true },
			{ id: "d", text: "Что дальше?", lang: "ru" },
		];
		await writeFile(at("u.jsonl"), `\uFEFF${lines.map((l) => JSON.stringify(l)).join("\r\n\r\n")}\n`);
		expect(await engine("utterances", "--in", at("u.jsonl"), "--out", at("uo.jsonl"))).toMatchObject({
			code: 0,
			err: "",
		});
		const answers = await rows("uo.jsonl");
		expect(answers.map((a) => [a.id, a.lang])).toEqual([
			["a", "en"],
			[2, "de"],
			["c", "ja"],
			["d", "ru"],
		]);
		expect(answers[0].question).toBeGreaterThan(0.5);
		expect(answers[0].buyingSignal).toBeGreaterThan(0.5);
		expect(answers[1].objection.price).toBeGreaterThan(0.5);
		expect(answers[2].objection.price).toBeGreaterThan(0.5);
		for (const { sentiment } of answers)
			expect(sentiment.negative + sentiment.neutral + sentiment.positive).toBeCloseTo(1, 3);
	});

	it("due-dates: a day or none, with the words that were understood", async () => {
		const one = (id: number, text: string, lang: string) => JSON.stringify({ id, text, lang, reference: "2026-03-04" });
		await writeFile(
			at("d.jsonl"),
			[one(1, "by Friday", "en"), one(2, "bald", "de"), one(3, "das Angebot", "de"), one(4, "sexta", "pt")].join("\n"),
		);
		expect(await engine("due-dates", "--in", at("d.jsonl"), "--out", at("do.jsonl"))).toMatchObject({ code: 0 });
		expect(await rows("do.jsonl")).toEqual([
			{ id: 1, date: "2026-03-06", words: "by Friday" },
			{ id: 2, date: null, words: "bald" },
			{ id: 3, date: null, words: "" },
			{ id: 4, date: null, words: "" },
		]);
	});

	it("meeting: everything a meeting leaves behind, from captions or JSON lines", async () => {
		const said = [
			["Ann", "The plan is $900 a month."],
			["Tom", "That is too expensive for us."],
			["Ann", "What do you compare it with?"],
			["Tom", "I will ask our CFO by Friday."],
		];
		await writeFile(
			at("m.jsonl"),
			said.map(([speaker, text], k) => JSON.stringify({ speaker, text, start: k * 5, end: k * 5 + 4 })).join("\n"),
		);
		const run = (...more: string[]) =>
			engine("meeting", "--in", at("m.jsonl"), "--reference", "2026-03-04", "--out", at("m.json"), ...more);
		expect(await run("--rep", "ann")).toMatchObject({ code: 0, err: "" });
		const answer = JSON.parse(await readFile(at("m.json"), "utf8"));
		expect(Object.keys(answer)).toEqual(
			expect.arrayContaining(["metrics", "actions", "tips", "slots", "keyMoments", "summary", "email", "score"]),
		);
		expect(answer.metrics.talkRatio).toBeCloseTo(0.5, 6);
		expect(answer.actions).toMatchObject([{ owner: "customer", due: { date: "2026-03-06" }, segmentIds: ["s4"] }]);
		expect(answer.tips[0]).toMatchObject({ kind: "objection.price", quote: "That is too expensive for us." });
		await run();
		expect(JSON.parse(await readFile(at("m.json"), "utf8"))).toMatchObject({
			metrics: { talkRatio: null },
			score: { value: null },
		});
		expect(await run("--rep", "Eve")).toMatchObject({ code: 2, err: expect.stringContaining("ann, tom") });
		expect(await run("--lang", "pt")).toMatchObject({ code: 2, err: expect.stringContaining("--lang") });
	});

	it("says which line cannot be used, and ends with 2", async () => {
		await writeFile(at("bad.jsonl"), '{"id":1,"text":"x"}\n{"id":2}\n');
		await writeFile(at("empty.jsonl"), "\n");
		const out = ["--out", at("x.jsonl")];
		expect(await engine("utterances", "--in", at("bad.jsonl"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("line 2"),
		});
		expect(await engine("due-dates", "--in", at("bad.jsonl"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("reference"),
		});
		await writeFile(
			at("no-day.jsonl"),
			JSON.stringify({ id: 1, text: "tomorrow", lang: "en", reference: "2026-02-30" }),
		);
		expect(await engine("due-dates", "--in", at("no-day.jsonl"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("ISO date"),
		});
		await writeFile(at("program.vtt"), Buffer.from(Array.from({ length: 4000 }, (_, k) => k % 256)));
		expect(await engine("meeting", "--in", at("program.vtt"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("not a text file"),
		});
		expect(await engine("utterances", "--in", at("empty.jsonl"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("empty"),
		});
		expect(await engine("utterances", "--in", at("none.jsonl"), ...out)).toMatchObject({
			code: 2,
			err: expect.stringContaining("no such file"),
		});
	});
});
