import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { NOW, STAGES, several, sketch, withFuture, withoutFuture } from "../test-timelines.ts";
import { featuresAt } from "./deal-features.ts";
import { FEATURES, REFUSED_FIELDS } from "./feature-list.ts";
import { anyDealsAround, QUIET, withFutureAround, withoutFutureAround } from "./test-around.ts";
import { recordBook, recordsAsOf } from "./track-records.ts";
import { groundAsOf, trainingRows } from "./training-rows.ts";

const at = (lines: DealTimeline[], id: string, moment = NOW) => {
	const line = lines.find((one) => one.dealId === id);
	if (!line) throw new Error(`no deal ${id}`);
	return featuresAt(line, moment, groundAsOf(lines, STAGES, moment));
};

describe("a deal as it was known at a moment", () => {
	it("is the same whatever happens afterwards", () => {
		fc.assert(
			fc.property(anyDealsAround, fc.integer({ min: 0, max: 700 }), (lines, daysAgo) => {
				const origin = NOW - daysAgo * DAY_MS;
				const past = withoutFutureAround(withoutFuture(lines, origin), origin);
				const future = withFutureAround(withFuture(lines, origin), origin);
				const features = (known: DealTimeline[]) => {
					const ground = groundAsOf(known, STAGES, origin);
					return past.map(({ dealId }, k) => {
						const line = known.filter((one) => one.dealId === dealId && one.createdAt < origin)[0];
						return line ? featuresAt(line, origin, ground) : k;
					});
				};
				expect(features(future)).toEqual(features(past));
			}),
		);
	});

	it("is learnt from in rows that the future does not change", () => {
		fc.assert(
			fc.property(anyDealsAround, fc.integer({ min: 0, max: 700 }), (lines, daysAgo) => {
				const origin = NOW - daysAgo * DAY_MS;
				const rows = (known: DealTimeline[]) =>
					trainingRows({ timelines: known, origin }, groundAsOf(known, STAGES, origin), 200).map(
						({ line: { dealId }, ...row }) => ({ ...row, dealId }),
					);
				const past = withoutFutureAround(withoutFuture(lines, origin), origin);
				expect(rows(withFutureAround(withFuture(lines, origin), origin))).toEqual(rows(past));
			}),
			{ numRuns: 60 },
		);
	});

	it("counts what came in and went out of late, who is involved, and how long it has been quiet", () => {
		const line = {
			...sketch({ id: "acme", bornDaysAgo: 100 }),
			around: {
				...QUIET,
				touches: [
					{ at: NOW - 80 * DAY_MS, kind: "meeting" as const, direction: null, contactId: "sarah" },
					{ at: NOW - 20 * DAY_MS, kind: "email" as const, direction: "in" as const, contactId: "tim" },
					{ at: NOW - 5 * DAY_MS, kind: "email" as const, direction: "out" as const, contactId: "tim" },
				],
				people: [{ at: NOW - 50 * DAY_MS, contactId: "lea" }],
				heard: [
					{ at: NOW - 80 * DAY_MS, buying: 2, objections: 3, met: 1, nextStep: 3 },
					{ at: NOW - 5 * DAY_MS, buying: 1, objections: 0, met: 0, nextStep: 1 },
				],
			},
		};
		expect(at([line], "acme")).toMatchObject({
			touches: Math.log1p(2),
			replies: Math.log1p(1),
			sinceReply: 20,
			sinceTouch: 5,
			meetings: Math.log1p(1),
			sinceMeeting: 80,
			people: Math.log1p(3),
			buyingSigns: Math.log1p(3),
			openObjections: Math.log1p(2),
			agreedStep: 1,
		});
	});

	it("knows nothing that has no history where only creation and closing were told", () => {
		const features = at([sketch({ id: "acme", bornDaysAgo: 100, hasHistory: false })], "acme");
		for (const { name, needsHistory } of FEATURES) if (needsHistory) expect(features[name], name).toBeNull();
		expect(features.age).toBeCloseTo(100);
	});

	it("never reads a field that is known only once the deal is over", () => {
		const names: string[] = FEATURES.map((feature) => feature.name);
		for (const refused of REFUSED_FIELDS) expect(names).not.toContain(refused);
	});
});

describe("the record of a rep", () => {
	const closed = (id: string, daysAgo: number, as: "won" | "lost") =>
		sketch({ id, bornDaysAgo: daysAgo + 50, closed: { daysAgo, as }, owner: "maria" });
	const lines = [closed("a", 40, "won"), closed("b", 30, "lost"), closed("c", 20, "won")];

	it("holds what had ended by then, and nothing of the deal itself", () => {
		const book = recordBook(lines, NOW);
		expect(book.rep("maria", NOW - 25 * DAY_MS, "x")).toEqual({ won: 1, closed: 2 });
		expect(book.rep("maria", NOW, "c")).toEqual({ won: 1, closed: 2 });
		expect(book.rep("tom", NOW, "c")).toEqual({ won: 0, closed: 0 });
		expect(recordsAsOf(lines, NOW).reps["maria"]).toEqual({ won: 2, closed: 3 });
	});

	it("takes back a deal that was opened again", () => {
		const again = closed("d", 40, "won");
		again.status.push({ at: NOW - 10 * DAY_MS, value: "open" });
		const book = recordBook([again], NOW);
		expect(book.rep("maria", NOW - 20 * DAY_MS, "x")).toEqual({ won: 1, closed: 1 });
		expect(book.rep("maria", NOW, "x")).toEqual({ won: 0, closed: 0 });
	});
});

describe("rows to learn from", () => {
	it("keep open deals, and look at closed ones only while they were open", () => {
		const lines = [
			...several(10, { bornDaysAgo: 200, closed: { daysAgo: 150, as: "won" } }, "won"),
			...several(10, { bornDaysAgo: 200 }, "open"),
		];
		const rows = trainingRows({ timelines: lines, origin: NOW }, groundAsOf(lines, STAGES, NOW));
		const open = rows.filter((row) => row.line.dealId.startsWith("open"));
		const won = rows.filter((row) => row.line.dealId.startsWith("won"));
		expect(open.every((row) => !row.isDecided && !row.won)).toBe(true);
		expect(won.every((row) => row.won && row.watchedDays > 150)).toBe(true);
		// Four times as long open, looked at four times as often.
		expect(open.length / won.length).toBeGreaterThan(3);
		expect(rows.map((row) => row.at)).toEqual(rows.map((row) => row.at).sort((a, b) => a - b));
	});
});
