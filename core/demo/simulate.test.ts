import { describe, expect, it } from "vitest";
import { stateAsOf } from "../model/change.ts";
import { convert, rateOn } from "../model/money.ts";
import { CAST } from "./cast.ts";
import type { DemoCompany } from "./company.ts";
import { fieldsOf } from "./fields.test-kit.ts";
import { simulateCompany } from "./simulate.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const full = simulateCompany({ seed: 1, now: NOW });

describe("the simulated company", () => {
	it("has the people, teams and amounts of everything that it promises", () => {
		const role = (r: string) => full.users.filter((u) => u.role === r).length;
		const kind = (k: string) => full.teams.filter((t) => t.kind === k).length;
		expect([role("rep"), role("manager"), role("executive"), role("ops"), role("admin")]).toEqual([40, 9, 1, 1, 1]);
		expect([kind("company"), kind("region"), kind("team")]).toEqual([1, 3, 6]);
		expect(full.deals).toHaveLength(10_000);
		expect(full.leads).toHaveLength(25_000);
		expect(full.activities).toHaveLength(150_000);
		expect(full.accounts.length).toBeGreaterThan(2400);
		expect(full.accounts.length).toBeLessThan(2600);
		expect(full.contacts.length).toBeGreaterThan(full.accounts.length * 2);
	});

	it("knows the named cast by ids that never change", () => {
		for (const { title: _, ...user } of Object.values(CAST)) expect(full.users).toContainEqual(user);
		expect(full.teams.find((t) => t.id === CAST.maria.teamId)?.managerId).toBe(CAST.robert.id);
		expect(full.deals.filter((d) => d.ownerId === CAST.maria.id).length).toBeGreaterThan(150);
	});

	it("wins between 22 and 32 of a hundred closed deals", () => {
		const won = full.deals.filter((d) => d.status === "won").length;
		const closed = full.deals.filter((d) => d.status !== "open").length;
		expect(won / closed).toBeGreaterThan(0.22);
		expect(won / closed).toBeLessThan(0.32);
		expect(full.deals.length - closed).toBeGreaterThan(300);
	});

	it("wins more in the last fortnight of a quarter than in any other", () => {
		const won = full.deals.filter((d) => d.status === "won" && d.closedAt !== null);
		const late = won.filter((d) => daysToQuarterEnd(d.closedAt ?? 0) <= 14).length;
		expect(late / won.length).toBeGreaterThan(0.19);
	});

	it("replays each history to the record as it stands", () => {
		const byId = Map.groupBy(full.changes, (c) => c.entityId);
		for (const record of [...full.deals, ...full.leads]) {
			const mine = byId.get(record.id) ?? [];
			expect(mine[0]?.field).toBe("*");
			expect(stateAsOf(mine, NOW)).toEqual(fieldsOf(record));
			if ("version" in record) expect(record.version).toBe(new Set(mine.map((c) => c.recordedAt)).size);
		}
	});

	it("holds nothing from today or later, but for close dates of open deals", () => {
		const today = "2026-11-20";
		const start = Date.parse(`${today}T00:00:00Z`);
		expect(full.changes.filter((c) => c.recordedAt >= start || c.validAt > c.recordedAt)).toEqual([]);
		expect(full.activities.filter((a) => a.occurredAt >= start)).toEqual([]);
		const records = [...full.accounts, ...full.contacts, ...full.leads, ...full.deals];
		expect(records.filter((r) => r.createdAt >= start)).toEqual([]);
		const closed = full.deals.filter((d) => d.status !== "open");
		expect(closed.filter((d) => (d.closeDate ?? today) >= today || (d.closedAt ?? start) >= start)).toEqual([]);
	});

	it("lets nothing happen to a deal or lead before it was created or after it closed", () => {
		const life = new Map([...full.deals, ...full.leads].map((r) => [r.id, r]));
		const outside = full.activities.filter((a) => {
			const record = life.get(a.dealId ?? a.leadId ?? "");
			return !record || a.occurredAt < record.createdAt || a.occurredAt > (record.closedAt ?? NOW);
		});
		expect(outside).toEqual([]);
	});

	it("makes every amount the exact sum of its line items", () => {
		const sums = new Map<string, bigint>();
		for (const line of full.lineItems) {
			sums.set(line.dealId, (sums.get(line.dealId) ?? 0n) + BigInt(line.quantity) * (line.unitPriceMinor ?? 0n));
		}
		for (const d of full.deals) expect(sums.get(d.id) ?? null).toBe(d.amountMinor);
	});

	it("gives quotas that add up from reps to teams to regions to the company", () => {
		for (const period of new Set(full.quotas.map((q) => q.period))) {
			const of = (id: string) =>
				full.quotas.find((q) => q.period === period && (q.userId ?? q.teamId) === id)?.amountMinor ?? 0n;
			for (const team of full.teams) {
				const children = full.teams.filter((t) => t.parentId === team.id).map((t) => t.id);
				const reps = full.users.filter((u) => u.teamId === team.id && u.role === "rep").map((u) => u.id);
				expect([...children, ...reps].reduce((sum, id) => sum + of(id), 0n)).toBe(of(team.id));
			}
		}
	});

	it("puts every account into the one territory whose rules name it", () => {
		const leaves = full.territories.filter((t) => t.parentId !== null);
		expect(leaves).toHaveLength(40);
		for (const a of full.accounts) {
			const mine = leaves.filter((t) =>
				t.rules.some((r) => r.countries?.includes(a.country ?? "") && r.regions?.includes(a.region ?? "")),
			);
			expect(mine.map((t) => t.ownerId)).toEqual([a.ownerId]);
		}
	});

	it("gives ids that are unique, in the shape of UUIDv7, and in order of creation", () => {
		const all = [
			full.users,
			full.teams,
			full.accounts,
			full.contacts,
			full.leads,
			full.deals,
			full.lineItems,
			full.activities,
			full.products,
			full.quotas,
		]
			.flat()
			.map((r) => r.id);
		expect(new Set(all).size).toBe(all.length);
		const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
		expect(all.filter((id) => !shape.test(id))).toEqual([]);
		for (const d of full.deals) expect(Number.parseInt(d.id.replace("-", "").slice(0, 12), 16)).toBe(d.createdAt);
	});

	it("points only at records that exist", () => {
		const known = new Set(
			[full.users, full.accounts, full.contacts, full.leads, full.deals, full.products, full.stages]
				.flat()
				.map((r) => r.id),
		);
		const refs = [
			...full.deals.flatMap((d) => [d.accountId, d.ownerId, d.stageId]),
			...full.leads.flatMap((l) => [l.ownerId, l.convertedDealId]),
			...full.activities.flatMap((a) => [a.ownerId, a.accountId, a.contactId, a.dealId, a.leadId]),
			...full.contacts.map((c) => c.accountId),
			...full.lineItems.map((l) => l.productId),
		];
		for (const ref of refs) if (ref !== null && !known.has(ref)) throw new Error(`nothing has the id ${ref}`);
	});

	it("can price every deal but those in francs", () => {
		for (const d of full.deals) {
			if (d.amountMinor === null || !d.currency) continue;
			const rate = rateOn(full.exchangeRates, d.currency, "EUR", d.closeDate ?? "");
			if (d.currency === "CHF") expect(rate).toBeNull();
			else if (rate) expect(convert({ amountMinor: d.amountMinor, currency: d.currency }, rate).currency).toBe("EUR");
			else throw new Error(`no rate for ${d.currency}`);
		}
	});
});

describe("one seed", () => {
	const small = (seed: number) => simulateCompany({ seed, now: NOW, size: 0.02 });
	const records = ({ truth, ...rest }: DemoCompany) => ({ ...rest, open: truth.openDeals, planted: truth.planted });

	it("gives the same company again", () => expect(records(small(7))).toEqual(records(small(7))));

	it("gives another company than the next seed", () => {
		const [a, b] = [small(7), small(8)];
		expect(a.deals.map((d) => d.name)).not.toEqual(b.deals.map((d) => d.name));
		expect(a.deals[0]?.id).not.toBe(b.deals[0]?.id);
	});

	it("scales to a company small enough for a test", () => {
		const { deals, leads, activities, users } = small(7);
		expect([deals.length, leads.length, activities.length, users.length]).toEqual([200, 500, 3000, 52]);
	});
});

function daysToQuarterEnd(at: number): number {
	const date = new Date(at);
	const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % 3) + 3, 1);
	return Math.ceil((end - at) / 86_400_000);
}
