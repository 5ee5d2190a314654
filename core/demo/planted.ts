import type { Account } from "../model/account.ts";
import type { Team } from "../model/user.ts";
import { CAST } from "./cast.ts";
import type { DuplicatePair } from "./duplicates.ts";
import type { LiveDeal } from "./live-deal.ts";
import { AT_RISK_REGION, type Market } from "./market.ts";
import { SANDBAGGER_PATCH, UNFAIR_PATCH } from "./people.ts";

/** One thing that is wrong at Fjordlight on purpose, and where an engine should find it. */
export interface PlantedCause {
	id: "quarter-at-risk" | "sandbagger" | "quiet-champion" | "duplicates" | "missing-rate" | "unfair-territory";
	what: string;
	/** The person, team or account it is about, by name. */
	who: string;
	whereToLook: string;
	/** What a good engine says about it. */
	expect: string;
	/** The records it shows in: user, team, deal or account ids, or currencies. */
	ids: string[];
}

/** The planted causes with the ids they have in this company. */
export function plantedCauses(truth: {
	market: Market;
	teams: Team[];
	deals: LiveDeal[];
	quiet: LiveDeal;
	duplicates: DuplicatePair[];
	accounts: Account[];
}): PlantedCause[] {
	const { market, teams } = truth;
	const region = teams.filter((t) => t.kind === "region")[AT_RISK_REGION];
	const sandbagger = market.reps.find((r) => r.patch.name === SANDBAGGER_PATCH);
	const unfair = market.reps.find((r) => r.patch.name === UNFAIR_PATCH);
	const twins = truth.duplicates.filter((d) => d.entity === "account");
	return [
		{
			id: "quarter-at-risk",
			what: "Pipeline creation fell eight weeks ago to an eighth of what it was, for deals and leads alike; win rates and sizes did not change.",
			who: region?.name ?? "",
			whereToLook:
				"Deals and leads created per week by region; the current quarter's forecast against the region's quota; coverage.",
			expect:
				"The region's forecast stands well below its quota while the others' do not, and the reason named is creation, not conversion.",
			ids: region ? [region.id] : [],
		},
		{
			id: "sandbagger",
			what: "Writes deals down no further than Discovery, dates them 75 days late and at 70 % of the amount, then closes them at full size.",
			who: sandbagger?.name ?? "",
			whereToLook:
				"Won deals by owner: stage just before winning, close date as expected at creation against the real one, amount at creation against amount won.",
			expect:
				"A correction for this owner: wins from early stages, closes earlier than said, amounts grow by about 1.4 on winning.",
			ids: sandbagger ? [sandbagger.userId] : [],
		},
		{
			id: "quiet-champion",
			what: "A large deal in Negotiation whose champion, Naomi Feldman, has not replied for three weeks while Maria kept writing.",
			who: CAST.maria.name,
			whereToLook: "Incoming activities on the deal Harbor & Pine Hospitals – campus relighting.",
			expect:
				"A probability well below what the stage and amount suggest; silence named as the reason; the next step is to reach the champion or someone else.",
			ids: [truth.quiet.deal.id],
		},
		{
			id: "duplicates",
			what: "Accounts and contacts that stand in the records twice: without accents or legal form, in capitals, with swapped letters, with initials.",
			who: `${twins.length} accounts and ${truth.duplicates.length - twins.length} contacts`,
			whereToLook:
				"Account names within one region, domains, contacts' e-mail without regard to case. The true pairs are in truth.duplicates.",
			expect: "Pairs proposed for merging; deals of both twins belong to one customer.",
			ids: twins.map((d) => d.duplicateId),
		},
		{
			id: "missing-rate",
			what: "Most deals in Switzerland are in CHF, and the company has no exchange rate for it.",
			who: "Switzerland",
			whereToLook: "Deals with currency CHF; exchangeRates.",
			expect: "Counted, not priced, and said so: totals name how many deals are missing from them.",
			ids: ["CHF"],
		},
		{
			id: "unfair-territory",
			what: "One patch holds half the accounts and yields half the deals of any other, with the same quota.",
			who: unfair?.name ?? "",
			whereToLook: "Accounts, deals and leads by territory against quota; the rep's win rate is ordinary.",
			expect: "Low attainment explained by potential, not by the person; the territory proposed for rebalancing.",
			ids: unfair ? [unfair.userId] : [],
		},
	];
}
