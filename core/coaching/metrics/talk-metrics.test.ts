import { describe, expect, it } from "vitest";
import type { Role, Segment } from "../segment.ts";
import { joinWords, runParts, speechRuns } from "./runs.ts";
import { talkMetrics } from "./talk-metrics.ts";

let id = 0;
/** Words a fifth of a second long, one after another, from a start. */
function says(speakerId: string | null, role: Role, start: number, text: string): Segment {
	const words = text.split(" ").map((w, k) => [w, start + k / 5, start + (k + 1) / 5] as const);
	const end = start + words.length / 5;
	return {
		segmentId: `s${++id}`,
		rev: 1,
		channel: null,
		speakerId,
		role,
		start,
		end,
		text,
		words,
		final: true,
		lang: "en",
	};
}
const measure = (...segments: Segment[]) =>
	talkMetrics(speechRuns(segments.map((segment) => ({ segment, parts: runParts(segment, "en") }))));
const many = (n: number): string => Array.from({ length: n }, () => "word").join(" ");

describe("talk metrics", () => {
	it("a cough of consent does not end a monologue, a sentence does", () => {
		const quiet = measure(
			says("r", "rep", 0, many(50)),
			says("c", "customer", 10.2, "mm-hm"),
			says("r", "rep", 11.5, many(50)),
		);
		expect(quiet.longestMonologueSec).toBeCloseTo(21.5, 3);
		expect(quiet.switches).toBe(0);
		const broken = measure(
			says("r", "rep", 0, many(50)),
			says("c", "customer", 10.2, "we have that already"),
			says("r", "rep", 11.5, many(50)),
		);
		expect(broken.longestMonologueSec).toBeCloseTo(10, 3);
		expect(broken.switches).toBe(2);
	});

	it("overlap counts for both, silence for nobody", () => {
		const { talkRatio, elapsedSec } = measure(
			says("r", "rep", 0, many(50)),
			says("c", "customer", 9, many(50)),
			says("c", "customer", 60, many(50)),
		);
		expect(talkRatio).toBeCloseTo(1 / 3, 6);
		expect(elapsedSec).toBeCloseTo(70, 6);
	});

	it("who is not known is neither rep nor customer", () => {
		const known = measure(says("r", "rep", 0, many(20)), says("c", "customer", 5, many(20)));
		const more = measure(
			says("r", "rep", 0, many(20)),
			says("c", "customer", 5, many(20)),
			says(null, "unknown", 20, many(200)),
		);
		expect(more.talkRatio).toBe(known.talkRatio);
		expect(more.longestCustomerStorySec).toBe(known.longestCustomerStorySec);
		expect(more.unknownShare).toBeCloseTo(40 / 48, 6);
		expect(measure(says("x", "unknown", 0, many(20))).talkRatio).toBeNull();
	});

	it("patience is how long the rep waits, an interruption is to begin too soon", () => {
		const m = measure(
			says("c", "customer", 0, many(10)),
			says("r", "rep", 3.5, many(10)),
			says("c", "customer", 6, many(10)),
			says("r", "rep", 7.5, many(10)),
		);
		expect(m).toMatchObject({ patienceN: 2, interruptions: 1 });
		expect(m.patienceSec).toBeCloseTo(0.75, 6);
	});

	it("words without times are spread over the segment by their length", () => {
		const { words: _, ...segment } = says("r", "rep", 0, many(50));
		expect(measure(segment).speakers[0]).toMatchObject({ talkSec: 10, words: 50 });
	});

	it("an empty meeting has nothing to say", () => {
		expect(measure()).toMatchObject({
			elapsedSec: 0,
			talkRatio: null,
			switchesPerMinute: null,
			patienceSec: null,
			turns: 0,
		});
	});

	it("words without a pause between them say as much joined as apart", () => {
		const told = says("c", "customer", 10, "mm yes exactly right so what would it cost us");
		const paused = (told.words ?? []).map(
			([word, a, b], k) => [word, a + (k > 2 ? 4 : 0), b + (k > 2 ? 4 : 0)] as const,
		);
		const joined = joinWords(paused);
		expect(joined.map(([words]) => words)).toEqual(["mm yes exactly", "right so what would it cost us"]);
		expect(runParts({ ...told, words: joined }, "en")).toEqual(runParts({ ...told, words: paused }, "en"));
	});
});
