import { dateIn } from "../../core/model/instant.ts";
import type { Lead } from "../../core/model/lead.ts";
import type { LeadToRoute } from "../../core/routing/route-many.ts";
import type { RoutingSettings } from "../../core/routing/routing-model.ts";
import { territoriesOf } from "../../core/routing/territories-of.ts";
import type { AccountDecision, ArrivedAccount } from "../db/arrivals.ts";
import type { Db } from "../db/connect.ts";
import { territoryCuts } from "../db/routing.ts";
import type { Workspace } from "../db/workspace.ts";
import { placeRecords } from "../territory/place-record.ts";
import { placeTold } from "../territory/told-places.ts";
import { textOf } from "./routing-ground.ts";

/**
 * Accounts that arrived: those that fall into the territory of somebody by the plans in force are decided (`placed`); the
 * others are made ready for the rules, which read an account as they read a lead.
 */
export async function accountsToRoute(
	db: Db,
	settings: RoutingSettings,
	accounts: readonly ArrivedAccount[],
	workspace: Workspace,
): Promise<{ placed: AccountDecision[]; others: LeadToRoute[] }> {
	const told = accounts.map(({ extra }) => placeTold(extra));
	const placings = await placeRecords(
		db,
		accounts.map(({ id, country, region }, k) => ({
			...{ accountId: id, country, region: region ?? told[k]?.region ?? null },
			...{ postcode: told[k]?.postcode ?? null, point: told[k]?.point ?? null },
		})),
	);
	const cuts = await territoryCuts(db);
	const placed: AccountDecision[] = [];
	const others: LeadToRoute[] = [];
	for (const [k, account] of accounts.entries()) {
		const placing = placings[k] ?? null;
		if (placing?.ownerId) placed.push({ ...BY_PLACE, leadId: account.id, userId: placing.ownerId, placing });
		else others.push(readyAccount(account));
	}
	return { placed, others };

	function readyAccount(account: ArrivedAccount): LeadToRoute {
		const lead = asLead(account);
		const { now: at, zone } = workspace;
		const skill = textOf(lead, settings.skillField);
		const language = textOf(lead, settings.languageField);
		const territoryIds = territoriesOf(lead, cuts);
		return {
			lead,
			touches: [],
			routed: { id: account.id, at, day: dateIn(zone, at), chance: null, skill, language, territoryIds },
		};
	}
}

/** People as accounts are given to them: the room for open leads does not count. */
export function withoutLimit<P extends { capacity: number | null }>(people: readonly P[]): P[] {
	return people.map((person) => ({ ...person, capacity: null }));
}

const BY_PLACE = { ruleId: null, way: null, asked: 0, left: [], unmet: [], couldTake: 1, turn: null, chance: null };

/** What rules look at; an account has no source, title or status. */
function asLead({ id, name, industry, country, employees, createdAt, extra }: ArrivedAccount): Lead {
	return {
		...{ id, name, company: name, industry, country, employees, createdAt },
		...{ email: null, title: null, phone: null, source: null },
		...{ status: "new", ownerId: null, convertedDealId: null, closedAt: null },
		...(extra && { extra }),
	};
}
