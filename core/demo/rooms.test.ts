import { expect, test } from "vitest";
import { dealRooms } from "./rooms.ts";
import { smallCompany } from "./small-company.ts";

const NOW = Date.UTC(2026, 8, 15);
const company = smallCompany(NOW);

test("deals that are far along have a map and a plan, the others have none", () => {
	const { stakeholders, planSteps } = dealRooms(1, NOW, company);
	const late = new Set(company.stages.slice(3, 5).map((s) => s.id));
	const far = company.deals.filter((d) => d.status === "open" && late.has(d.stageId)).map((d) => d.id);
	expect(far.length).toBeGreaterThan(2);
	expect(new Set(stakeholders.map((s) => s.dealId))).toEqual(new Set(far));
	expect(planSteps).toHaveLength(far.length * 4);
	expect(new Set(planSteps.map((p) => p.id)).size).toBe(planSteps.length);
	const contacts = new Map(company.contacts.map((c) => [c.id, c.accountId]));
	for (const { dealId, contactId } of stakeholders) {
		expect(contacts.get(contactId)).toBe(company.deals.find((d) => d.id === dealId)?.accountId);
	}
	expect(dealRooms(1, NOW, company)).toEqual({ stakeholders, planSteps });
});
