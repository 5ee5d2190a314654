import type { EventJson } from "../../core/contract/events.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { forecastById } from "../answers/forecast.ts";
import { MANY } from "../events/sinks.ts";
import type { Principal } from "../policy/principal.ts";
import { startHearing } from "../realtime/hearing.ts";
import { Account } from "./accounts.ts";
import { builder, type GraphContext, needs } from "./builder.ts";
import { Forecast } from "./forecasts.ts";
import { LeadScore, leadsOf } from "./leads.ts";
import { dealsOf, Opportunity } from "./opportunities.ts";
import { idOf, idsOf } from "./pages.ts";
import { Team, User } from "./people.ts";
import { PerformanceMetrics, performanceIn } from "./performance.ts";

const MANY_SAYS = "Null: many were changed at once, look at all of them again.";

builder.subscriptionFields((t) => ({
	dealUpdates: t.field({
		...needs("deals:read"),
		type: Opportunity,
		nullable: true,
		description: `A deal each time it is changed or scored: of those named, else of all that you see. ${MANY_SAYS}`,
		args: { dealIds: t.arg.idList() },
		subscribe: (_, { dealIds }, context) => hear(context, ["deal"], wantedIds(dealIds)),
		resolve: async (event, _, context) => (await dealsOf(context, idsIn(event)))[0] ?? null,
	}),
	leadScoreUpdates: t.field({
		...needs("leads:read"),
		type: LeadScore,
		nullable: true,
		description: `A lead's points each time it is changed or scored: of those named, else of all that you see. ${MANY_SAYS}`,
		args: { leadIds: t.arg.idList() },
		subscribe: (_, { leadIds }, context) => hear(context, ["lead"], wantedIds(leadIds)),
		resolve: async (event, _, context) => (await leadsOf(context, idsIn(event)))[0] ?? null,
	}),
	forecastUpdates: t.field({
		...needs("forecasts:read"),
		type: Forecast,
		nullable: true,
		description: "The forecast of this id, or the newest of its day that has replaced it, each time one is computed.",
		args: { forecastId: t.arg.id({ required: true }) },
		complexity: { field: 20, multiplier: 1 },
		subscribe: (_, { forecastId }, context) => {
			idOf(forecastId);
			return hear(context, ["forecast"], null);
		},
		resolve: (_event, { forecastId }, { deps, ...asker }) => forecastById(deps, asker, forecastId),
	}),
	performanceUpdates: t.field({
		...needs("forecasts:read"),
		type: PerformanceMetrics,
		description: "The current quarter of a person, a team or the company, each time a forecast is computed.",
		args: { entityId: t.arg.id({ required: true }) },
		complexity: { field: 20, multiplier: 1 },
		subscribe: (_, __, context) => hear(context, ["forecast"], null),
		resolve: (_event, { entityId }, context) => performanceIn(context, entityId, {}),
	}),
}));

function idsIn({ entityId }: EventJson): string[] {
	return entityId === MANY ? [] : [entityId];
}

function wantedIds(ids: readonly string[] | null | undefined): ReadonlySet<string> | null {
	return ids ? new Set(idsOf(ids)) : null;
}

/**
 * What happens to records of these kinds and ids, as far as the subscriber may hear of it. Ends when their sign-in or
 * their rights have changed, so that a new subscription begins with what holds by then.
 */
function hear(
	context: GraphContext,
	entities: readonly string[],
	ids: ReadonlySet<string> | null,
): AsyncIterable<EventJson> {
	const { c, deps, principal } = context;
	if (principal.apiKeyId !== null) {
		throw new CourtsideError("forbidden", "An API key cannot subscribe. Have a webhook call your program instead.");
	}
	const hearing = startHearing(deps, c);
	const rights = rightsOf(principal);
	const isWanted = ({ entity, entityId }: EventJson) => {
		return entities.includes(entity) && (entityId === MANY || ids === null || ids.has(entityId));
	};
	const done = { done: true, value: undefined } as const;
	return {
		[Symbol.asyncIterator]: () => ({
			async next() {
				for (;;) {
					const heard = await hearing.next();
					if (heard === null) return done;
					if (rightsOf(hearing.principal()) !== rights) break;
					if (heard === "quiet" || !isWanted(heard)) continue;
					// What was loaded for the event before may have changed since.
					for (const type of [User, Team, Account]) type.getDataloader(context).clearAll();
					return { done: false, value: heard };
				}
				hearing.close();
				return done;
			},
			async return() {
				hearing.close();
				return done;
			},
		}),
	};
}

function rightsOf({ permissions, visibleOwners }: Principal): string {
	return JSON.stringify([String(permissions.bits), visibleOwners]);
}
