import { logit } from "../scoring/win-curve.ts";
import { priorStrength, shrunkRate } from "../stats/shrinkage.ts";
import type { RoutingPerson } from "./routing-model.ts";

/** A lead's chance with each of these people: its own, in odds times what the person makes of leads against all of them. */
export type ChanceWith = (leadChance: number | null, personId: string) => number;

/**
 * Learns from ended leads what each person makes of them: rates shrunk towards everybody's, so that few leads say
 * little. Without any past everybody is alike and a lead's own chance (or a half) stands.
 */
export function chanceWith(people: readonly RoutingPerson[]): ChanceWith {
	const ended = people.reduce((sum, p) => sum + p.ended, 0);
	const all = (people.reduce((sum, p) => sum + p.converted, 0) + 0.5) / (ended + 1);
	const rates = people.map((p) => ({ rate: p.ended > 0 ? p.converted / p.ended : all, n: p.ended, expected: all }));
	const strength = priorStrength(rates);
	const lift = new Map(
		people.map((p, k) => [
			p.id,
			ended === 0 ? 0 : logit(shrunkRate(rates[k]?.rate ?? all, p.ended, all, strength)) - logit(all),
		]),
	);
	return (leadChance, id) => {
		const own = leadChance === null ? (ended === 0 ? 0.5 : all) : leadChance;
		return 1 / (1 + Math.exp(-logit(Math.min(0.999, Math.max(0.001, own))) - (lift.get(id) ?? 0)));
	};
}
