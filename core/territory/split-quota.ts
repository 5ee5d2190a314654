import { allocate } from "../model/money.ts";

/** A node of a plan with what it carries, in minor units or pieces. */
export interface CarryingNode {
	id: string;
	parentId: string | null;
	amount: bigint;
}

/** An even year counts like so many past ones, so that one odd year says little. */
const EVEN_YEARS = 1;

/**
 * What share of a span each of its parts usually brings, adding up to 1: the mean of past spans' shares, with an even one
 * by `days` counted in (a fixed prior weight). `years`: what each part brought, a row for each past span; those that
 * brought nothing say nothing.
 */
export function seasonShares(days: readonly number[], years: readonly (readonly bigint[])[]): number[] {
	const all = days.reduce((a, b) => a + b, 0);
	const even = days.map((d) => d / all);
	const told = years
		.map((parts) => ({ parts: parts.map(Number), sum: Number(parts.reduce((a, b) => a + b, 0n)) }))
		.filter(({ sum }) => sum > 0);
	return even.map((share, k) => {
		const past = told.reduce((total, { parts, sum }) => total + (parts[k] ?? 0) / sum, 0);
		return (share * EVEN_YEARS + past) / (told.length + EVEN_YEARS);
	});
}

/**
 * Every node's amount cut into parts in these proportions. Exact both ways: a node's parts add up to what it carries, and
 * where the nodes beneath it carry together what it does, theirs add up to its own in each part (leaves are cut to whole
 * units by largest remainder). Where more is given out beneath it, its parts are in proportion to theirs.
 */
export function splitTree(nodes: readonly CarryingNode[], shares: readonly number[]): Map<string, bigint[]> {
	const beneath = new Map<string, { amount: bigint; parts: bigint[] }>();
	const parts = new Map<string, bigint[]>();
	for (const { id, parentId, amount } of nodes.toReversed()) {
		const given = beneath.get(id);
		const own =
			given === undefined
				? allocate(amount, [...shares])
				: given.amount === amount
					? given.parts
					: allocate(amount, given.amount > 0n ? given.parts.map(Number) : [...shares]);
		parts.set(id, own);
		if (parentId === null) continue;
		const held = beneath.get(parentId) ?? { amount: 0n, parts: shares.map(() => 0n) };
		held.amount += amount;
		held.parts = held.parts.map((part, k) => part + (own[k] ?? 0n));
		beneath.set(parentId, held);
	}
	return parts;
}
