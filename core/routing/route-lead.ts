import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import type { ChanceWith } from "./chance-with.ts";
import { type Eligible, eligiblePeople } from "./eligible.ts";
import type { RoutedLead, RoutingDecision, RoutingPerson, RoutingRule, Turn } from "./routing-model.ts";
import { takeTurn } from "./take-turn.ts";

/** Standing of everybody with one rule. */
export type Turns = ReadonlyMap<string, Turn>;

/**
 * Who gets a lead by a rule. `turns`: whoever is furthest behind their share; `weighted`: by lot, with chances like the
 * weights, the same lot for the same lead; `bestChance`: with whom it most likely becomes a deal. With the decision come
 * the new standings, for `turns` alone.
 */
export function routeLead(
	rule: RoutingRule,
	lead: RoutedLead,
	people: readonly RoutingPerson[],
	given: { turns: Turns; chance: ChanceWith },
): { decision: RoutingDecision; turns: Turns | null } {
	const eligible = eligiblePeople(rule, lead, people);
	const decided = (userId: string | null, more: Partial<RoutingDecision> = {}) =>
		decisionOf(rule, lead, eligible, { userId, ...more });
	const able = eligible.people;
	if (able.length === 0) return { decision: decided(null), turns: null };
	if (rule.way === "turns") {
		const standing = (id: string): Turn => given.turns.get(id) ?? { given: 0, due: 0 };
		const next = takeTurn(able.map((p) => ({ id: p.id, weight: p.weight, turn: standing(p.id) })));
		if (!next) return { decision: decided(null), turns: null };
		return { decision: decided(next.id, { turn: standing(next.id) }), turns: next.turns };
	}
	if (rule.way === "weighted") return { decision: decided(byLot(rule, lead, able)), turns: null };
	let best: { id: string; chance: number } | null = null;
	for (const { id } of able) {
		const chance = given.chance(lead.chance, id);
		if (!best || chance > best.chance) best = { id, chance };
	}
	return { decision: decided(best?.id ?? null, { chance: best?.chance ?? null }), turns: null };
}

/** A lead that no rule takes. */
export function nobodyAsked(lead: RoutedLead): RoutingDecision {
	return { leadId: lead.id, userId: null, ruleId: null, ...NOT_ASKED };
}

const NOT_ASKED = { way: null, asked: 0, left: [], unmet: [], couldTake: 0, turn: null, chance: null };

function byLot(rule: RoutingRule, lead: RoutedLead, able: readonly RoutingPerson[]): string | null {
	const whole = able.reduce((sum, p) => sum + p.weight, 0);
	let lot = uniformAt(keyOf(0, `${rule.id} ${lead.id}`), 0) * whole;
	for (const { id, weight } of able) {
		lot -= weight;
		if (lot < 0) return id;
	}
	return able.findLast((p) => p.weight > 0)?.id ?? null;
}

/** A decision about a lead among those who may have it. */
export function decisionOf(
	rule: RoutingRule,
	lead: RoutedLead,
	{ people, asked, left, unmet }: Eligible,
	chosen: Partial<RoutingDecision> & { userId: string | null },
): RoutingDecision {
	const common = { leadId: lead.id, ruleId: rule.id, way: rule.way, asked, left, unmet, couldTake: people.length };
	return { turn: null, chance: null, ...common, ...chosen };
}
