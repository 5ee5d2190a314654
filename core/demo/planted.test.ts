import { describe, expect, it } from "vitest";
import type { Deal } from "../model/deal.ts";
import { stripAccents } from "./names.ts";
import type { PlantedCause } from "./planted.ts";
import { simulateCompany } from "./simulate.ts";
import { expectedBookings } from "./truth.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const NOW = Date.parse("2026-11-20T10:00:00Z");
const company = simulateCompany({ seed: 1, now: NOW });
const cause = (id: PlantedCause["id"], from = company) => {
	const found = from.truth.planted.find((p) => p.id === id);
	if (!found) throw new Error(`no cause ${id}`);
	return found;
};
const snapshots = new Map(
	company.changes
		.filter((c) => c.field === "*" && c.entity === "deal")
		.map((c) => [c.entityId, c.value as Record<string, string>]),
);
const wonBy = (keep: (d: Deal) => boolean) => company.deals.filter((d) => d.status === "won" && keep(d));

describe("the quarter at risk", () => {
	const region = cause("quarter-at-risk").ids[0] ?? "";
	const teams = company.teams.filter((t) => t.parentId === region).map((t) => t.id);
	const reps = new Set(company.users.filter((u) => teams.includes(u.teamId ?? "")).map((u) => u.id));
	const begun = (mine: boolean, from: number, to: number) =>
		company.deals.filter(
			(d) => reps.has(d.ownerId ?? "") === mine && d.createdAt >= NOW - from * WEEK && d.createdAt < NOW - to * WEEK,
		).length;

	it("shows as pipeline creation that fell eight weeks ago in one region only", () => {
		expect(begun(true, 8, 0) / begun(true, 16, 8)).toBeLessThan(0.25);
		expect(begun(false, 8, 0) / begun(false, 16, 8)).toBeGreaterThan(0.75);
	});

	it("is not about winning less", () => {
		const rate = (mine: boolean) => {
			const closed = company.deals.filter(
				(d) => reps.has(d.ownerId ?? "") === mine && (d.closedAt ?? 0) > NOW - 26 * WEEK,
			);
			return closed.filter((d) => d.status === "won").length / closed.length;
		};
		expect(Math.abs(rate(true) - rate(false))).toBeLessThan(0.08);
	});

	it.each([
		[1, "2026-11-20"],
		[2, "2026-12-22"],
		[3, "2026-07-09"],
	])(
		"will be missed, by the simulator's own continuation (seed %i on %s)",
		(seed, day) => {
			const then = simulateCompany({ seed, now: Date.parse(`${day}T10:00:00Z`) });
			const all = expectedBookings(then, { draws: 100 });
			const at = (id: string) => {
				const bookings = all.find((b) => b.ownerId === id);
				const quota = then.quotas.find((q) => q.teamId === id && q.period === bookings?.period);
				const goal = Number(quota?.amountMinor ?? 0n);
				return {
					attainment: Number(bookings?.meanMinor ?? 0n) / goal,
					missed: bookings?.draws.filter((x) => x < goal).length ?? 0,
				};
			};
			const regions = then.teams.filter((t) => t.kind === "region").map((t) => t.id);
			const risky = at(cause("quarter-at-risk", then).ids[0] ?? "");
			expect(risky.attainment).toBeLessThan(0.88);
			expect(risky.missed).toBeGreaterThan(90);
			expect(risky.attainment).toBe(Math.min(...regions.map((id) => at(id).attainment)));
		},
		30_000,
	);
});

describe("the sandbagger", () => {
	const id = cause("sandbagger").ids[0] ?? "";
	const early = new Set(company.stages.filter((s) => s.position <= 2).map((s) => s.id));
	const stagesOf = Map.groupBy(
		company.changes.filter((c) => c.field === "stageId"),
		(c) => c.entityId,
	);
	const lastOpenStage = (deal: Deal) =>
		stagesOf
			.get(deal.id)
			?.filter((c) => c.recordedAt < (deal.closedAt ?? 0))
			.at(-1)?.value ?? company.stages[0]?.id;
	const growth = (deals: Deal[]) =>
		median(
			deals.flatMap((d) =>
				snapshots.get(d.id)?.["amountMinor"]
					? [Number(d.amountMinor) / Number(snapshots.get(d.id)?.["amountMinor"])]
					: [],
			),
		);
	const daysEarly = (deals: Deal[]) =>
		median(deals.map((d) => (Date.parse(snapshots.get(d.id)?.["closeDate"] ?? "") - (d.closedAt ?? 0)) / DAY));

	it("wins from the first two stages, where nobody else does", () => {
		const mine = wonBy((d) => d.ownerId === id);
		expect(mine.length).toBeGreaterThan(40);
		expect(mine.every((d) => early.has(String(lastOpenStage(d))))).toBe(true);
		const others = wonBy((d) => d.ownerId !== id).slice(0, 300);
		expect(others.filter((d) => early.has(String(lastOpenStage(d)))).length / others.length).toBeLessThan(0.05);
	});

	it("closes for well more and well before what was written down", () => {
		expect(growth(wonBy((d) => d.ownerId === id))).toBeGreaterThan(1.25);
		expect(growth(wonBy((d) => d.ownerId !== id))).toBeLessThan(1.05);
		expect(daysEarly(wonBy((d) => d.ownerId === id)) - daysEarly(wonBy((d) => d.ownerId !== id))).toBeGreaterThan(45);
	});
});

describe("the quiet champion", () => {
	const id = cause("quiet-champion").ids[0] ?? "";
	const mine = company.activities.filter((a) => a.dealId === id);

	it("has not replied for three weeks while Maria kept writing", () => {
		const last = (direction: string) =>
			Math.max(...mine.filter((a) => a.direction === direction).map((a) => a.occurredAt));
		expect((NOW - last("in")) / DAY).toBeGreaterThan(21);
		expect((NOW - last("in")) / DAY).toBeLessThan(26);
		expect(mine.filter((a) => a.direction === "out" && a.occurredAt > last("in")).length).toBeGreaterThanOrEqual(4);
		expect(mine.filter((a) => a.direction === "in").length).toBeGreaterThan(12);
	});

	it("makes a large deal far less likely than its stage suggests", () => {
		const same = company.truth.openDeals.filter((d) => d.stage === 4 && d.dealId !== id);
		const usual = same.reduce((sum, d) => sum + d.winProbability, 0) / same.length;
		expect(company.truth.openDeals.find((d) => d.dealId === id)?.winProbability).toBeLessThan(usual * 0.65);
		const amounts = company.deals.map((d) => Number(d.amountMinor ?? 0n)).sort((a, b) => b - a);
		expect(Number(company.deals.find((d) => d.id === id)?.amountMinor)).toBeGreaterThan(amounts[100] ?? 0);
	});
});

describe("the duplicates", () => {
	it("are about sixty accounts and more contacts, spelled differently and otherwise alike", () => {
		const accounts = company.truth.duplicates.filter((d) => d.entity === "account");
		const contacts = company.truth.duplicates.filter((d) => d.entity === "contact");
		expect(accounts).toHaveLength(60);
		expect(contacts.length).toBeGreaterThan(70);
		const find = (id: string) => company.accounts.find((a) => a.id === id);
		for (const { originalId, duplicateId } of accounts) {
			const [a, b] = [find(originalId), find(duplicateId)];
			expect(a?.name).not.toBe(b?.name);
			expect(a?.region).toBe(b?.region);
			expect(sharedLetters(a?.name ?? "", b?.name ?? "")).toBeGreaterThan(0.5);
		}
		// Alike enough to be found: of all accounts in the region, the twin is the nearest for nearly every duplicate.
		const nearest = accounts.filter(({ originalId, duplicateId }) => {
			const copy = find(duplicateId);
			const others = company.accounts.filter((a) => a.region === copy?.region && a !== copy);
			const closeness = others.map((a) => ({ id: a.id, value: sharedLetters(a.name, copy?.name ?? "") }));
			return closeness.reduce((best, next) => (next.value > best.value ? next : best)).id === originalId;
		});
		expect(nearest.length).toBeGreaterThanOrEqual(54);
	});

	it("stand out: few other pairs share a domain", () => {
		const byDomain = new Map<string, number>();
		for (const a of company.accounts) if (a.domain) byDomain.set(a.domain, (byDomain.get(a.domain) ?? 0) + 1);
		const shared = [...byDomain.values()].filter((n) => n > 1).length;
		expect(shared).toBeGreaterThan(15);
		expect(shared).toBeLessThanOrEqual(60);
	});
});

describe("the missing rate", () => {
	it("leaves Swiss deals in francs without a price, open and won", () => {
		const francs = company.deals.filter((d) => d.currency === "CHF");
		expect(new Set(francs.map((d) => d.status))).toEqual(new Set(["open", "won", "lost"]));
		expect(francs.length).toBeGreaterThan(100);
		expect(company.exchangeRates.filter((r) => r.from === "CHF")).toEqual([]);
		expect(new Set(company.exchangeRates.map((r) => r.from))).toEqual(new Set(["USD", "GBP"]));
	});
});

describe("the unfair territory", () => {
	const id = cause("unfair-territory").ids[0] ?? "";
	const against = (count: (owner: string) => number) => {
		const others = company.users.filter((u) => u.role === "rep" && u.id !== id).map((u) => count(u.id));
		return count(id) / median(others);
	};

	it("holds half the accounts, leads and deals of any other, at the same quota", () => {
		for (const records of [company.accounts, company.leads, company.deals]) {
			const ratio = against((owner) => records.filter((r) => r.ownerId === owner).length);
			expect(ratio).toBeGreaterThan(0.35);
			expect(ratio).toBeLessThan(0.65);
		}
		expect(
			against((owner) =>
				Number(company.quotas.filter((q) => q.userId === owner).reduce((sum, q) => sum + q.amountMinor, 0n)),
			),
		).toBe(1);
	});

	it("is not the rep's fault: the win rate is ordinary", () => {
		const rate = (keep: (d: Deal) => boolean) => {
			const closed = company.deals.filter((d) => d.status !== "open" && keep(d));
			return closed.filter((d) => d.status === "won").length / closed.length;
		};
		expect(Math.abs(rate((d) => d.ownerId === id) - rate((d) => d.ownerId !== id))).toBeLessThan(0.12);
	});
});

function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Share of letter pairs that two spellings have in common (Dice's coefficient), without case and accents. */
function sharedLetters(a: string, b: string): number {
	const pairs = (text: string) => {
		const plain = stripAccents(text).toLowerCase();
		return Array.from({ length: Math.max(0, plain.length - 1) }, (_, k) => plain.slice(k, k + 2));
	};
	const [x, y] = [pairs(a), pairs(b)];
	return (2 * x.filter((p) => y.includes(p)).length) / (x.length + y.length);
}
