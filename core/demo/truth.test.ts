import { describe, expect, it } from "vitest";
import { convert, rateOn } from "../model/money.ts";
import { forkRandom } from "../stats/random.ts";
import { liveOneDay } from "./dynamics.ts";
import { simulateCompany } from "./simulate.ts";
import { expectedBookings } from "./truth.ts";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const company = simulateCompany({ seed: 5, now: NOW });
const { market, deals } = company.truth.state;
const byId = new Map(deals.map((d) => [d.deal.id, d]));

describe("the true win probability", () => {
	it("is known for every open deal and for no other", () => {
		const open = company.deals.filter((d) => d.status === "open").map((d) => d.id);
		expect(company.truth.openDeals.map((d) => d.dealId).sort()).toEqual(open.sort());
		for (const { winProbability } of company.truth.openDeals)
			expect(winProbability > 0 && winProbability < 1).toBe(true);
	});

	it("is what comes of living the deals on, again and again", () => {
		const random = forkRandom(99, "check");
		const runs = 400;
		for (const { dealId, winProbability: p } of company.truth.openDeals.filter((_, k) => k % 20 === 0)) {
			const live = byId.get(dealId);
			if (!live) throw new Error("an open deal without a life");
			let won = 0;
			for (let run = 0; run < runs; run++) {
				const latent = { ...live.latent };
				for (let day = market.calendar.today; day < market.calendar.today + 420; day++) {
					if (!market.calendar.isBusinessDay(day)) continue;
					const outcome = liveOneDay(latent, day, market.calendar, random);
					if (outcome === "won") won++;
					if (outcome === "won" || outcome === "lost") break;
				}
			}
			expect(Math.abs(won / runs - p)).toBeLessThan(4.2 * Math.sqrt((p * (1 - p)) / runs) + 0.003);
		}
	});

	it("grows with the stage on average", () => {
		const mean = (stage: number) => {
			const some = company.truth.openDeals.filter((d) => d.stage === stage);
			return some.reduce((sum, d) => sum + d.winProbability, 0) / some.length;
		};
		expect(mean(4)).toBeGreaterThan(mean(2));
		expect(mean(2)).toBeGreaterThan(mean(0));
	});
});

describe("expected bookings", () => {
	const bookings = expectedBookings(company, { draws: 100 });
	const of = (id: string) => bookings.find((b) => b.ownerId === id);

	it("are there for 40 reps and 10 teams, and add up draw by draw", () => {
		expect(bookings).toHaveLength(50);
		for (const team of company.teams) {
			const beneath = [
				...company.teams.filter((t) => t.parentId === team.id),
				...company.users.filter((u) => u.role === "rep" && u.teamId === team.id),
			];
			for (const draw of [0, 50, 99]) {
				const sum = beneath.reduce((total, { id }) => total + (of(id)?.draws[draw] ?? 0), 0);
				expect(sum / (of(team.id)?.draws[draw] ?? 1)).toBeCloseTo(1, 9);
			}
		}
	});

	it("begin with what the quarter's won deals come to in the records", () => {
		let closed = 0n;
		for (const d of company.deals) {
			if (d.status !== "won" || d.amountMinor === null || !d.currency || !d.closeDate || d.closeDate < "2026-10-01")
				continue;
			const rate = rateOn(company.exchangeRates, d.currency, "EUR", d.closeDate);
			if (rate) closed += convert({ amountMinor: d.amountMinor, currency: d.currency }, rate).amountMinor;
		}
		const whole = bookings.find((b) => b.kind === "company");
		expect(whole?.closedMinor).toBe(closed);
		expect(whole?.period).toBe("FY2026-Q4");
		expect(whole && whole.meanMinor > whole.closedMinor && whole.p10Minor < whole.p90Minor).toBe(true);
	});

	it("are the same again for the same company", () => {
		expect(expectedBookings(company, { draws: 100 })).toEqual(bookings);
	});
});

describe("what stands in a deal at its creation", () => {
	const outcome = new Map(company.deals.filter((d) => d.status !== "open").map((d) => [d.id, d.status === "won"]));
	const snapshots = company.changes.filter((c) => c.entity === "deal" && c.field === "*");

	it("is an open deal in the first stage", () => {
		for (const { value } of snapshots) {
			expect(value).toMatchObject({ status: "open", stageId: company.stages[0]?.id, closedAt: null });
		}
	});

	it.each([
		["the first close date", (v: Record<string, string>) => Date.parse(v["closeDate"] ?? "") - Number(v["createdAt"])],
		["whether an amount is said", (v: Record<string, string>) => (v["amountMinor"] === null ? 1 : 0)],
		["the first next step", (v: Record<string, string>) => v["nextStep"]?.length ?? 0],
		["the hashed part of the id", (_: unknown, id: string) => Number.parseInt(id.slice(-8), 16)],
		["the length of the name", (v: Record<string, string>) => v["name"]?.length ?? 0],
	])("does not tell how it ends: %s", (_, feature) => {
		// The sandbagger wins more and dates later: that is a cause, not a leak.
		const odd = company.truth.planted.find((p) => p.id === "sandbagger")?.ids[0];
		const rows = snapshots.flatMap(({ entityId, value }) => {
			const v = value as Record<string, string>;
			const won = outcome.get(entityId);
			return won === undefined || v["ownerId"] === odd ? [] : [{ x: feature(v, entityId), won }];
		});
		expect(Math.abs(areaUnderCurve(rows) - 0.5)).toBeLessThan(0.03);
	});

	it("tells what it should: referrals win more than paid clicks", () => {
		const rate = (source: string) => {
			const some = company.deals.filter((d) => d.source === source && d.status !== "open");
			return some.filter((d) => d.status === "won").length / some.length;
		};
		expect(rate("Referral") - rate("Paid search")).toBeGreaterThan(0.1);
	});
});

describe("leads", () => {
	it("that became deals were read, clicked and answered more", () => {
		const count = new Map<string, number>();
		for (const a of company.activities)
			if (a.leadId && a.direction === "in") count.set(a.leadId, (count.get(a.leadId) ?? 0) + 1);
		const mean = (status: string) => {
			const some = company.leads.filter((l) => l.status === status);
			return some.reduce((sum, l) => sum + (count.get(l.id) ?? 0), 0) / some.length;
		};
		expect(mean("converted") / mean("disqualified")).toBeGreaterThan(1.4);
	});
});

/** Chance that a won deal has the larger value than a lost one; ties count half. */
function areaUnderCurve(rows: { x: number; won: boolean }[]): number {
	rows.sort((a, b) => a.x - b.x);
	let rankSum = 0;
	for (let i = 0; i < rows.length; ) {
		let j = i;
		while (j < rows.length && rows[j]?.x === rows[i]?.x) j++;
		for (let k = i; k < j; k++) if (rows[k]?.won) rankSum += (i + j + 1) / 2;
		i = j;
	}
	const won = rows.filter((r) => r.won).length;
	return (rankSum - (won * (won + 1)) / 2) / (won * (rows.length - won));
}
