import { describe, expect, test } from "vitest";
import { DAY_MS, type Instant } from "../../model/instant.ts";
import type { Lead } from "../../model/lead.ts";
import { weekTimeIn } from "../../model/week-time.ts";
import { seededRandom } from "../../stats/random.ts";
import type { LeadWithTouches } from "../lead-evidence.ts";
import type { LeadTouch } from "../lead-model.ts";
import { learnAnswers, triesOf } from "./answer-habits.ts";
import { matchContent, type OfferedContent } from "./match-content.ts";
import { nextTouch } from "./next-touch.ts";

/** A Tuesday morning. */
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const HOUR = 3_600_000;

function lead(id: string, more: Partial<Lead> = {}): Lead {
	return {
		id,
		name: id,
		email: `${id}@example.com`,
		company: null,
		title: null,
		phone: "1",
		source: null,
		industry: null,
		country: null,
		employees: null,
		status: "working",
		ownerId: null,
		convertedDealId: null,
		createdAt: NOW - 200 * DAY_MS,
		closedAt: null,
		...more,
	};
}
const out = (kind: "email" | "call", at: Instant): LeadTouch => ({ kind, direction: "out", at });
const came = (kind: LeadTouch["kind"], at: Instant): LeadTouch => ({ kind, direction: "in", at });

/** Leads tried once each, at any hour of the week, answered with this chance. */
function past(
	n: number,
	chance: (at: { kind: "email" | "call"; day: number; hour: number; source: string }) => number,
	seed = 1,
): LeadWithTouches[] {
	const random = seededRandom(seed);
	return Array.from({ length: n }, (_, k) => {
		const kind = random() < 0.5 ? "email" : "call";
		const at = NOW - 100 * DAY_MS + Math.floor(random() * 80 * 24) * HOUR;
		const source = random() < 0.5 ? "Webinar" : "Referral";
		const isAnswered = random() < chance({ kind, ...weekTimeIn("UTC", at), source });
		const touches = isAnswered ? [out(kind, at), came("email", at + 5 * HOUR)] : [out(kind, at)];
		return { lead: lead(`past-${k}`, { source }), touches };
	});
}

describe("what was tried with a lead", () => {
	test("is answered by what came after it, before the next try and within a week; a visit is no answer", () => {
		const t = (day: number) => NOW - 60 * DAY_MS + day * DAY_MS;
		const tries = triesOf(
			[
				out("email", t(0)),
				came("web", t(1)),
				out("call", t(2)),
				came("email", t(3)),
				out("email", t(20)),
				came("call", t(28)),
			],
			NOW,
		);
		expect(tries.map(({ channel, answeredAt }) => [channel, answeredAt])).toEqual([
			["email", null],
			["call", t(3)],
			["email", null],
		]);
	});

	test("counts only once it has had time to be answered", () => {
		const young = [{ lead: lead("a"), touches: [out("email", NOW - 2 * DAY_MS)] }];
		expect(learnAnswers(young, "UTC", NOW).all.n).toBe(0);
		const old = [{ lead: lead("a"), touches: [out("email", NOW - 8 * DAY_MS)] }];
		expect(learnAnswers(old, "UTC", NOW).all).toEqual({ n: 1, answered: 0, rate: 0 });
	});

	test("reads nothing of what comes later", () => {
		const known = past(300, () => 0.3);
		const later = known.map((one) => ({
			...one,
			touches: [...one.touches, came("email", NOW + 1), out("call", NOW + 2)],
		}));
		expect(learnAnswers(later, "UTC", NOW)).toEqual(learnAnswers(known, "UTC", NOW));
	});
});

describe("the next touch", () => {
	const someone = { lead: lead("someone", { source: "Webinar" }), touches: [] };

	test("goes by the channel, day and hours that were answered most", () => {
		const habits = learnAnswers(
			past(
				6000,
				({ kind, day, hour }) =>
					(kind === "call" ? 0.35 : 0.1) * (day === 4 ? 1.6 : 1) * (hour === 14 || hour === 15 ? 2 : 0.9),
			),
			"UTC",
			NOW,
		);
		const { channel, time } = nextTouch(habits, someone, NOW);
		expect(channel).toMatchObject({ value: "call", basis: "learnt" });
		expect(channel.options.map((o) => o.channel)).toEqual(["call", "email"]);
		expect(time).toMatchObject({ basis: "learnt", day: { day: 4 }, hour: { from: 14 } });
		expect(weekTimeIn("UTC", time.from)).toEqual({ day: 4, hour: 14 });
		expect(time.to - time.from).toBe(2 * HOUR);
	});

	test("goes by leads of the same source where they differ", () => {
		const habits = learnAnswers(
			past(4000, ({ kind, source }) =>
				source === "Webinar" ? (kind === "email" ? 0.5 : 0.1) : kind === "email" ? 0.1 : 0.5,
			),
			"UTC",
			NOW,
		);
		expect(nextTouch(habits, someone, NOW).channel).toMatchObject({
			value: "email",
			group: { field: "source", value: "webinar" },
		});
		expect(nextTouch(habits, { lead: lead("b", { source: "Referral" }), touches: [] }, NOW).channel.value).toBe("call");
	});

	test("finds no time that stands out where answers come by chance", () => {
		for (const seed of [1, 2, 3, 4, 5]) {
			const { time } = nextTouch(
				learnAnswers(
					past(2000, () => 0.25, seed),
					"UTC",
					NOW,
				),
				someone,
				NOW,
			);
			expect(time).toMatchObject({ basis: "usual", reason: "usual", day: null, hour: null });
		}
	});

	test("says that there is too little to learn from, and advises what is usual", () => {
		const habits = learnAnswers(
			past(40, () => 0.5),
			"UTC",
			NOW,
		);
		const next = nextTouch(habits, { lead: lead("c", { email: null }), touches: [] }, NOW);
		expect(next).toMatchObject({ isEnough: false, channel: { value: "call", basis: "usual", options: [] } });
		expect(next.time.basis).toBe("usual");
		const empty = nextTouch(learnAnswers([], "UTC", NOW), someone, NOW);
		expect(empty).toMatchObject({ isEnough: false, channel: { value: "email" } });
		// Half past nine on a Tuesday: the next full hour of the office.
		expect(empty.time.from).toBe(Date.UTC(2026, 8, 15, 10));
	});

	test("is now where the lead waits for an answer, in office hours", () => {
		const habits = learnAnswers([], "UTC", NOW);
		const waiting = { lead: lead("d"), touches: [out("email", NOW - 9 * DAY_MS), came("call", NOW - HOUR)] };
		const next = nextTouch(habits, waiting, NOW);
		expect(next.time).toMatchObject({ reason: "now", from: NOW, since: NOW - HOUR });
		expect(next.channel).toMatchObject({ value: "call", cameBy: "call", basis: "own" });
		const saturday = Date.UTC(2026, 8, 19, 9, 30);
		const monday = Date.UTC(2026, 8, 21, 9);
		expect(nextTouch(habits, { ...waiting, touches: [came("email", saturday - HOUR)] }, saturday).time.from).toBe(
			monday,
		);
	});

	test("leaves a lead time to answer the last try", () => {
		const next = nextTouch(
			learnAnswers([], "UTC", NOW),
			{ lead: lead("e"), touches: [out("email", NOW - DAY_MS)] },
			NOW,
		);
		expect(next.time).toMatchObject({ reason: "wait", waitDays: 3 });
		expect(next.time.from).toBeGreaterThanOrEqual(NOW + 2 * DAY_MS);
	});

	test("goes by the hours in which the lead itself is about", () => {
		const visits = [8, 9, 10, 11, 12].map((day) => came("web", Date.UTC(2026, 8, day, 19, 20)));
		const next = nextTouch(learnAnswers([], "UTC", NOW), { lead: lead("f"), touches: visits }, NOW);
		expect(next.time).toMatchObject({ basis: "own", ownTimes: { from: 18, n: 5, of: 5 } });
		expect(weekTimeIn("UTC", next.time.from)).toEqual({ day: 2, hour: 18 });
	});
});

describe("content for a lead", () => {
	const item = (id: string, title: string, more: Partial<OfferedContent> = {}): OfferedContent => ({
		...{ id, title, body: "", industry: null, won: 0, lost: 0 },
		...more,
	});
	const library = [
		item("a", "Security white paper"),
		item("b", "Pricing explained"),
		item("c", "Light for hospitals", { industry: "Health" }),
		item("d", "How it is installed", { won: 3, lost: 1 }),
	];

	test("is what it was interested in itself, before its industry, before what others had", () => {
		const subjects = ["Visited pricing page", "Visited pricing page", "Read about security"];
		expect(matchContent(library, { subjects, industry: "Health" }, [])).toMatchObject({
			content: { id: "b" },
			topic: { subject: "Visited pricing page", times: 2 },
		});
		expect(matchContent(library, { subjects: [], industry: "health" }, [])?.content.id).toBe("c");
		const answered = [{ contentId: "a", n: 20, answered: 9, rate: 0.4 }];
		expect(matchContent(library, { subjects: [], industry: null }, answered)?.content.id).toBe("a");
		expect(matchContent(library, { subjects: [], industry: null }, [])?.content.id).toBe("d");
	});

	test("is nothing where nothing speaks for anything, nor what is made for another industry", () => {
		expect(matchContent(library.slice(0, 3), { subjects: ["Hello"], industry: "Retail" }, [])).toBeNull();
		expect(matchContent([], { subjects: ["Visited pricing page"], industry: null }, [])).toBeNull();
	});
});
