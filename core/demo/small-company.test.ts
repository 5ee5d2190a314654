import { describe, expect, it } from "vitest";
import { stateAsOf } from "../model/change.ts";
import { buildDealTimelines } from "../model/timeline.ts";
import { CAST } from "./cast.ts";
import { fieldsOf } from "./fields.test-kit.ts";
import { smallCompany } from "./small-company.ts";
import { smallDealId } from "./small-ground.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const company = smallCompany(NOW);

describe("the small company", () => {
	it("has the named cast, two colleagues and two teams beneath the company", () => {
		const names = company.users.map((u) => u.name);
		expect(names).toEqual(
			expect.arrayContaining(["Maria Alvarez", "Robert Chen", "Jennifer Park", "David Okafor", CAST.admin.name]),
		);
		expect(company.users).toHaveLength(7);
		expect(company.teams.filter((t) => t.kind === "team")).toHaveLength(2);
		expect(company.teams.find((t) => t.id === CAST.maria.teamId)?.managerId).toBe(CAST.robert.id);
	});

	it("has twelve deals that are open in every stage, won and lost, and eight leads in every status", () => {
		expect(company.deals).toHaveLength(12);
		const stages = new Set(company.deals.map((d) => d.stageId));
		expect(stages).toEqual(new Set(company.stages.map((s) => s.id)));
		expect(company.leads).toHaveLength(8);
		expect(new Set(company.leads.map((l) => l.status)).size).toBe(5);
	});

	it("replays every history to the record as it stands", () => {
		for (const record of [...company.deals, ...company.leads]) {
			const mine = company.changes.filter((c) => c.entityId === record.id);
			expect(stateAsOf(mine, NOW)).toEqual(fieldsOf(record));
		}
		expect(buildDealTimelines(company.changes)).toHaveLength(12);
	});

	it("gives every record its own id, the same whatever the time", () => {
		const ids = (now: number) => {
			const c = smallCompany(now);
			return [
				c.users,
				c.teams,
				c.stages,
				c.products,
				c.accounts,
				c.contacts,
				c.leads,
				c.deals,
				c.lineItems,
				c.activities,
			]
				.flat()
				.map((r) => r.id);
		};
		expect(ids(NOW + 40 * 86_400_000)).toEqual(ids(NOW));
		expect(new Set(ids(NOW)).size).toBe(ids(NOW).length);
	});

	it("has the hard cases: overdue, pushed three times, handed over, no rate, no amount", () => {
		const deal = (key: string) => company.deals.find((d) => d.id === smallDealId(key));
		const changesOf = (key: string, field: string) =>
			company.changes.filter((c) => c.entityId === smallDealId(key) && c.field === field).length;
		expect(deal("overdue")?.closeDate).toBe("2026-11-14");
		expect(changesOf("pushedThrice", "closeDate")).toBe(3);
		expect(changesOf("handedOver", "ownerId")).toBe(1);
		expect(deal("withoutRate")?.currency).toBe("CHF");
		expect(deal("withoutAmount")?.amountMinor).toBeNull();
		expect(deal("wonThisWeek")?.status).toBe("won");
		expect(company.leads.find((l) => l.status === "converted")?.convertedDealId).toBe(smallDealId("wonThisWeek"));
	});

	it("points only at records that exist and at no moment after now", () => {
		const known = new Set(
			[...company.users, ...company.accounts, ...company.contacts, ...company.deals, ...company.leads].map((r) => r.id),
		);
		for (const a of company.activities) {
			expect(a.occurredAt).toBeLessThan(NOW);
			for (const id of [a.ownerId, a.accountId, a.contactId, a.dealId, a.leadId])
				if (id !== null) expect(known).toContain(id);
		}
		for (const line of company.lineItems) expect(company.products.map((p) => p.id)).toContain(line.productId);
		for (const c of company.changes) expect(c.recordedAt).toBeLessThan(NOW);
	});
});
