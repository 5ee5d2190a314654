import type { Lead } from "../model/lead.ts";
import type { LeadTouch } from "../scoring/lead-model.ts";
import { leadMeets } from "../scoring/lead-points.ts";
import type { Solve } from "../solve/program.ts";
import { type Assigned, assignBatch } from "./assign-batch.ts";
import { chanceWith } from "./chance-with.ts";
import { eligiblePeople } from "./eligible.ts";
import { decisionOf, nobodyAsked, routeLead, type Turns } from "./route-lead.ts";
import type {
	RoutedLead,
	RoutingDecision,
	RoutingPerson,
	RoutingRule,
	RoutingSettings,
	Turn,
} from "./routing-model.ts";

/** A lead to be routed with what rules look at. */
export interface LeadToRoute {
	routed: RoutedLead;
	lead: Lead;
	touches: LeadTouch[];
}

/** What came of routing many: a decision for each lead, in their order, and the standings of rules by turns. */
export interface Routed {
	decisions: RoutingDecision[];
	turns: Map<string, Turns>;
	/** Expected deals of what was given by best chance, and whether more is impossible; null where nothing was. */
	best: { expected: number; isProven: boolean } | null;
}

/** The first rule whose conditions all hold as of the lead's moment. */
export function ruleFor(settings: RoutingSettings, { lead, touches, routed }: LeadToRoute): RoutingRule | null {
	return settings.rules.find((r) => r.when.every((when) => leadMeets(when, lead, touches, routed.at))) ?? null;
}

/**
 * Routes leads one after the other, counting each as its receiver's load; those whose rule goes by best chance are given
 * together, so that the sum of their chances is greatest. `people` is not changed.
 */
export async function routeMany(
	settings: RoutingSettings,
	leads: readonly LeadToRoute[],
	people: readonly RoutingPerson[],
	given: { turns: ReadonlyMap<string, Turns>; solve: Solve | null; seconds: number },
): Promise<Routed> {
	const loaded = people.map((p) => ({ ...p }));
	const chance = chanceWith(people);
	const turns = new Map<string, Turns>(given.turns);
	const decisions = new Map<string, RoutingDecision>();
	const together: { one: LeadToRoute; rule: RoutingRule }[] = [];
	const load = (userId: string | null) => {
		const person = loaded.find((p) => p.id === userId);
		if (person) person.open++;
	};
	for (const one of leads) {
		const rule = ruleFor(settings, one);
		if (!rule) {
			decisions.set(one.routed.id, nobodyAsked(one.routed));
		} else if (rule.way === "bestChance" && leads.length > 1) {
			together.push({ one, rule });
		} else {
			const standing = turns.get(rule.id) ?? new Map<string, Turn>();
			const { decision, turns: next } = routeLead(rule, one.routed, loaded, { turns: standing, chance });
			if (next) turns.set(rule.id, new Map([...standing, ...next]));
			load(decision.userId);
			decisions.set(one.routed.id, decision);
		}
	}
	let best: Routed["best"] = null;
	if (together.length > 0) {
		const eligible = together.map(({ one, rule }) => eligiblePeople(rule, one.routed, loaded));
		const worth = together.map(({ one }, k) =>
			loaded.map((p) => (eligible[k]?.people.some((e) => e.id === p.id) ? chance(one.routed.chance, p.id) : null)),
		);
		const room = loaded.map((p) => (p.capacity === null ? Number.POSITIVE_INFINITY : Math.max(0, p.capacity - p.open)));
		const assigned: Assigned = await assignBatch({ worth, room }, given.solve, given.seconds);
		together.forEach(({ one, rule }, k) => {
			const person = assigned.to[k];
			const among = eligible[k] ?? { people: [], asked: 0, left: [], unmet: [] };
			const to = person == null ? null : (loaded[person]?.id ?? null);
			// Others of this batch have taken the room.
			const left =
				to === null && among.people.length > 0
					? [...among.left, { code: "full" as const, people: among.people.length }]
					: among.left;
			const gained = person == null ? null : (worth[k]?.[person] ?? null);
			decisions.set(one.routed.id, decisionOf(rule, one.routed, { ...among, left }, { userId: to, chance: gained }));
		});
		best = { expected: assigned.worth, isProven: assigned.isProven };
	}
	return { decisions: leads.flatMap(({ routed }) => decisions.get(routed.id) ?? []), turns, best };
}
