import type { Activity, ActivityKind } from "../model/activity.ts";
import { DAY_MS } from "../model/instant.ts";
import { forkRandom } from "../stats/random.ts";
import type { Customer } from "./accounts.ts";
import type { Day } from "./calendar.ts";
import { plainDate } from "./close-dates.ts";
import type { DealRoom } from "./deals.ts";
import { CATEGORIES, NEXT_STEPS } from "./enablement.ts";
import { idMaker } from "./ids.ts";
import { changeDeal, recordCreation } from "./ledger.ts";
import { type LiveDeal, perEur } from "./live-deal.ts";
import { quote, quoteTotal } from "./products.ts";

/** Maria's patch, where the deal lies. */
export const QUIET_PATCH = "Northern California";
/** The last word from the champion came this many days ago, or up to two more when that was a weekend. */
const QUIET_DAYS = 21;

/** The hospital whose relighting Maria expects to sign: the customer, with the champion first among its contacts. */
export function foundHospital(room: DealRoom, rep: number): Customer {
	const { seed, calendar, reps } = room.market;
	const createdAt = (calendar.first - 60) * DAY_MS;
	const id = idMaker(seed, "quiet account")(0, createdAt);
	const contactId = idMaker(seed, "quiet contact");
	const domain = "harborpine.example";
	const people: [string, string, string][] = [
		["Naomi Feldman", "naomi.feldman", "Director of facilities"],
		["Victor Ilunga", "victor.ilunga", "Purchasing specialist"],
	];
	return {
		account: {
			id,
			name: "Harbor & Pine Hospitals Inc",
			domain,
			industry: "Healthcare",
			employees: 6200,
			annualRevenueMinor: 84_000_000_000n,
			country: "US",
			region: QUIET_PATCH,
			parentId: null,
			ownerId: reps[rep]?.userId ?? null,
			createdAt,
		},
		contacts: people.map(([name, address, title], k) => ({
			id: contactId(k, createdAt),
			accountId: id,
			name,
			email: `${address}@${domain}`,
			phone: null,
			title,
			createdAt,
		})),
		rep,
		segment: 2,
		pull: 0.2,
	};
}

/** The big deal in Negotiation: it went well for ten weeks, then Naomi stopped answering while Maria kept writing. */
export function plantQuietChampion(room: DealRoom, customer: Customer): LiveDeal {
	const { market, stages, ledger } = room;
	const random = forkRandom(market.seed, "quiet champion");
	const { today } = market.calendar;
	const ownerId = market.reps[customer.rep]?.userId ?? null;
	const ago = (days: number, hour: number) => businessDayBefore(today - days) * DAY_MS + hour * 3_600_000;
	const createdAt = ago(104, 9);
	const lines = quote(430_000, perEur("USD"), random);
	const live: LiveDeal = {
		deal: {
			id: idMaker(market.seed, "quiet deal")(0, createdAt),
			name: "Harbor & Pine Hospitals – campus relighting",
			accountId: customer.account.id,
			ownerId,
			pipelineId: room.pipeline.id,
			stageId: stages[0]?.id ?? "",
			status: "open",
			amountMinor: BigInt(quoteTotal(lines)),
			currency: "USD",
			closeDate: plainDate(today - 4),
			createdAt,
			closedAt: null,
			source: "Referral",
			nextStep: NEXT_STEPS[0]?.[0] ?? null,
			forecastCategory: "pipeline",
			version: 1,
		},
		latent: { stage: 4, engagement: 2, strength: 0.1, segment: 2, createdDay: businessDayBefore(today - 104) },
		rep: customer.rep,
		customer,
		champion: customer.contacts[0] ?? null,
		lines,
		shownShare: 1,
		closeDay: today + 12,
	};
	recordCreation(ledger, "deal", live.deal);
	for (const [stage, days] of [
		[1, 92],
		[2, 74],
		[3, 52],
		[4, 33],
	] as const) {
		changeDeal(ledger, live.deal, ago(days, 16), {
			stageId: stages[stage]?.id ?? "",
			nextStep: NEXT_STEPS[stage]?.[0] ?? null,
			forecastCategory: CATEGORIES[stage] ?? "pipeline",
		});
	}
	changeDeal(ledger, live.deal, ago(6, 17), { closeDate: plainDate(live.closeDay) });
	const write = (days: number, hour: number, kind: ActivityKind, direction: Activity["direction"], subject: string) =>
		room.touch({
			kind,
			direction,
			subject,
			ownerId,
			accountId: customer.account.id,
			contactId: live.champion?.id ?? null,
			dealId: live.deal.id,
			leadId: null,
			occurredAt: ago(days, hour),
			durationMinutes: kind === "meeting" || kind === "demo" ? 60 : null,
		});
	for (let days = 102; days > QUIET_DAYS; days -= 4) write(days, 11, "email", "in", "Re: light plan for the wards");
	for (const days of [88, 70, 50, 36])
		write(days, 14, days === 70 ? "demo" : "meeting", "out", "Walk through wards B and C");
	for (let days = 101; days > 1; days -= 5) write(days, 10, "email", "out", "Wards B and C: next step");
	return live;
}

function businessDayBefore(day: Day): Day {
	const weekday = new Date(day * DAY_MS).getUTCDay();
	return weekday === 0 ? day - 2 : weekday === 6 ? day - 1 : day;
}
