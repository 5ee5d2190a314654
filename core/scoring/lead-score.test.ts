import { describe, expect, test } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import type { FieldChange, JsonValue } from "../model/change.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import { type Random, seededRandom } from "../stats/random.ts";
import { leadAsOf, type PastLead } from "./lead-as-of.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";
import { leadRow } from "./lead-row.ts";
import { learntLeadNumber } from "./learnt-lead-score.ts";
import { openTabular } from "./tabular/open-tabular.ts";
import { trainLeadScore } from "./train-lead-score.ts";

const NOW = Date.UTC(2026, 8, 15);

/** Leads of a company whose big, reading ones become deals; `Segment` of the source says nothing, `Outcome` all. */
function past(count: number, random: Random): LeadWithTouches[] {
	return Array.from({ length: count }, (_, k) => {
		const employees = Math.floor(5 + 900 * random());
		const visits = Math.floor(6 * random());
		const chance = 1 / (1 + Math.exp(3 - employees / 300 - visits / 2));
		const isConverted = random() < chance;
		const createdAt = NOW - (20 + 700 * random()) * DAY_MS;
		const lead: Lead = {
			id: `l${k}`,
			name: `l${k}`,
			email: null,
			company: "c",
			title: null,
			phone: null,
			source: null,
			industry: null,
			country: null,
			employees,
			status: isConverted ? "converted" : "disqualified",
			ownerId: null,
			convertedDealId: null,
			createdAt,
			closedAt: createdAt + (9 + 10 * random()) * DAY_MS,
			extra: {
				Segment: random() < 0.5 ? "a" : "b",
				Gender: random() < 0.5 ? "f" : "m",
				Outcome: isConverted ? "signed" : "nothing",
			},
		};
		const touches = Array.from({ length: visits }, (_, v) => ({
			kind: "web" as const,
			direction: "in" as const,
			at: createdAt + 0.1 * (v + 1) * DAY_MS,
		}));
		return { lead, touches };
	});
}

describe("a learnt lead score", () => {
	const trained = trainLeadScore(past(900, seededRandom(5)), NOW, { allowed: [] });
	if (!trained) throw new Error("nothing was learnt");
	const { learnt } = trained;
	const scorer = openTabular(learnt.model);
	const [one] = past(1, seededRandom(8));
	if (!one) throw new Error("no lead");
	const scored = (given: Partial<Lead>, visits = 0, at = NOW) =>
		learntLeadNumber(
			learnt.model,
			scorer,
			{
				lead: { ...one.lead, createdAt: NOW - 8 * DAY_MS, closedAt: null, status: "working", ...given },
				touches: Array.from({ length: visits }, () => ({ kind: "web", direction: "in", at: NOW - 7.5 * DAY_MS })),
			},
			at,
			"v",
		);

	test("is higher for what became deals, adds up part by part, and says its chance with a range", () => {
		const [big, small] = [scored({ employees: 900 }, 5), scored({ employees: 8 }, 0)];
		expect(Number(big.points.value)).toBeGreaterThan(Number(small.points.value) + 20);
		for (const { points, chance } of [big, small]) {
			expect(addsUp(points.explanation)).toBe(true);
			expect(points.value).toBeGreaterThanOrEqual(0);
			expect(points.value).toBeLessThanOrEqual(100);
			expect(chance.low).toBeLessThanOrEqual(chance.share);
			expect(chance.high).toBeGreaterThanOrEqual(chance.share);
			expect(points.value).toBeCloseTo(100 * chance.share, 9);
			expect(points.explanation.parts.every((p) => p.group !== undefined && p.code === `lead_${p.group}`)).toBe(true);
		}
	});

	test("fades when a lead goes silent", () => {
		const lately = scored({ employees: 400 }, 4);
		const later = scored({ employees: 400 }, 4, NOW + 60 * DAY_MS);
		expect(Number(later.points.value)).toBeLessThan(Number(lately.points.value));
	});

	test("leaves out what gives the ending away and what is sensitive, and names both", () => {
		expect(learnt.leaking).toEqual(["extra.Outcome"]);
		expect(learnt.sensitive).toEqual([{ column: "extra.Gender", kind: "sex" }]);
		const looked = new Set(learnt.model.features.map((f) => f.column));
		expect([looked.has("extra.Outcome"), looked.has("extra.Gender")]).toEqual([false, false]);
		// It is out of the way, so that nothing has to wait for a decision.
		expect(trained.leaks).toMatchObject([{ column: "extra.Outcome", kind: "too_good" }]);
		expect(trained.isBlocked).toBe(false);
		const decided = new Map([["extra.Outcome", "known_in_time" as const]]);
		const again = trainLeadScore(past(900, seededRandom(5)), NOW, { allowed: [], decisions: decided });
		expect(again?.learnt.model.features.some((f) => f.column === "extra.Outcome")).toBe(true);
	});

	test("is not to be used while a field that is filled in late is undecided, and does not learn from it", () => {
		const late = past(900, seededRandom(5)).map(({ lead, touches }): PastLead => {
			const isConverted = lead.status === "converted";
			const told = (field: string, value: JsonValue, recordedAt: number): FieldChange => ({
				...{ entity: "lead", entityId: lead.id, field, value, recordedAt },
				...{ validAt: recordedAt, source: "crm", inferred: false },
			});
			// The industry is written down when a lead becomes a deal.
			const changes = [told("*", { industry: null, employees: lead.employees }, lead.createdAt)];
			if (isConverted) changes.push(told("industry", "steel", lead.closedAt ?? 0));
			return { lead: { ...lead, industry: isConverted ? "steel" : null, extra: {} }, touches, changes };
		});
		const one = late.find(({ lead }) => lead.status === "converted") as PastLead;
		expect(leadAsOf(one, one.lead.createdAt + DAY_MS).industry).toBeNull();
		expect(leadAsOf(one, NOW).industry).toBe("steel");
		expect(leadAsOf(one, NOW).employees).toBe(one.lead.employees);
		const found = trainLeadScore(late, NOW, { allowed: [] });
		expect(found?.leaks).toMatchObject([{ column: "industry", kind: "known_later" }]);
		expect(found?.leaks[0]?.auc).toBeLessThan(0.6);
		expect(found?.leaks[0]?.aucLater).toBeGreaterThan(0.9);
		expect(found?.isBlocked).toBe(true);
		expect(found?.learnt.model.features.some((f) => f.column === "industry")).toBe(false);
		for (const decision of ["left_out", "known_in_time"] as const) {
			const decisions = new Map([["industry", decision]]);
			expect(trainLeadScore(late, NOW, { allowed: [], decisions })?.isBlocked).toBe(false);
		}
		// The same without a history to rebuild it from tells alone too well, and waits as well.
		const bare = late.map(({ lead, touches }) => ({ lead, touches }));
		const asItStands = trainLeadScore(bare, NOW, { allowed: [] });
		expect(asItStands?.leaks).toMatchObject([{ column: "industry", kind: "too_good" }]);
		expect(asItStands?.isBlocked).toBe(true);
	});

	test("does not see what came after the moment", () => {
		const known = leadRow(one, one.lead.createdAt + DAY_MS);
		const later = { kind: "demo" as const, direction: "in" as const, at: one.lead.createdAt + 2 * DAY_MS };
		expect(leadRow({ ...one, touches: [...one.touches, later] }, one.lead.createdAt + DAY_MS)).toEqual(known);
	});

	test("is not learnt from fewer than 120 deals", () => {
		expect(trainLeadScore(past(150, seededRandom(3)), NOW, { allowed: [] })).toBeNull();
	});
});
