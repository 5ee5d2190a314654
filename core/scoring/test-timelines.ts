import * as fc from "fast-check";
import type { DealStatus } from "../model/deal.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline, Step } from "../model/timeline.ts";

/** Where tests stand in time. */
export const NOW = Date.UTC(2026, 5, 1);

/** A pipeline of three open stages. */
export const STAGES: Stage[] = ["discovery", "proposal", "negotiation"].map((id, position) => ({
	id,
	pipelineId: "sales",
	name: id,
	position,
	kind: "open",
}));

/** A deal in words of days before NOW. */
export interface Sketch {
	id: string;
	bornDaysAgo: number;
	/** Days ago, stage. */
	stages?: [number, string | null][];
	closed?: { daysAgo: number; as: "won" | "lost" };
	amount?: bigint | null;
	currency?: string | null;
	owner?: string | null;
	closeDates?: [number, string][];
	hasHistory?: boolean;
}

/** The timeline of a sketch. */
export function sketch(s: Sketch): DealTimeline {
	const ago = (days: number): number => Math.round(NOW - days * DAY_MS);
	const born = ago(s.bornDaysAgo);
	const status: Step<DealStatus>[] = [{ at: born, value: "open" }];
	if (s.closed) status.push({ at: ago(s.closed.daysAgo), value: s.closed.as });
	return {
		dealId: s.id,
		createdAt: born,
		stages: (s.stages ?? [[s.bornDaysAgo, "discovery"]]).map(([days, value]) => ({ at: ago(days), value })),
		status,
		amounts: [{ at: born, value: s.amount === undefined ? 100_000n : s.amount }],
		currency: s.currency === undefined ? "EUR" : s.currency,
		closeDates: (s.closeDates ?? []).map(([days, value]) => ({ at: ago(days), value })),
		owners: [{ at: born, value: s.owner ?? null }],
		hasHistory: s.hasHistory ?? true,
	};
}

/** `count` alike deals, each a day older than the last. */
export function several(count: number, one: Omit<Sketch, "id">, name = "deal"): DealTimeline[] {
	return Array.from({ length: count }, (_, k) =>
		sketch({
			...one,
			id: `${name}-${k}`,
			bornDaysAgo: one.bornDaysAgo + k,
			stages: (one.stages ?? [[one.bornDaysAgo, "discovery"]]).map(([d, s]) => [d + k, s]),
			...(one.closed ? { closed: { ...one.closed, daysAgo: one.closed.daysAgo + k } } : {}),
		}),
	);
}

/**
 * Any deal that an import may bring: closed before it was created, closed in the future, without amount, stage, rate or
 * history.
 */
export const anyDeal: fc.Arbitrary<DealTimeline> = fc
	.record({
		id: fc.uuid(),
		bornDaysAgo: fc.double({ min: -30, max: 1500, noNaN: true }),
		steps: fc.array(
			fc.tuple(
				fc.double({ min: 0, max: 200, noNaN: true }),
				fc.constantFrom("discovery", "proposal", "negotiation", null),
			),
			{
				maxLength: 5,
			},
		),
		lives: fc.double({ min: -50, max: 1600, noNaN: true }),
		as: fc.constantFrom("won" as const, "lost" as const, null),
		amount: fc.oneof(fc.constant(null), fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 11n })),
		currency: fc.constantFrom("EUR", "USD", "XTS", null),
		owner: fc.constantFrom("maria", "tom", "someone who left", null),
		pushes: fc.array(fc.constantFrom("2026-01-31", "2026-03-31", "2026-09-30"), { maxLength: 4 }),
		hasHistory: fc.boolean(),
	})
	.map(({ steps, lives, as, pushes, ...rest }) => {
		let at = rest.bornDaysAgo;
		const stages: [number, string | null][] = [];
		for (const [days, stage] of steps) {
			if (stages.at(-1)?.[1] !== stage) stages.push([at, stage]);
			at -= days + 0.001;
		}
		return sketch({
			...rest,
			stages,
			...(as ? { closed: { daysAgo: rest.bornDaysAgo - lives, as } } : {}),
			closeDates: pushes.map((day, k) => [rest.bornDaysAgo - k, day]),
		});
	});

/** Any company's deals, none to forty. */
export const anyDeals: fc.Arbitrary<DealTimeline[]> = fc.array(anyDeal, { maxLength: 40 });

/** The same deals with things that happen at or after `origin`: closings, new stages, amounts, owners and deals. */
export function withFuture(lines: DealTimeline[], origin: number): DealTimeline[] {
	const later = origin + 3 * DAY_MS;
	const changed = lines.map((line) => ({
		...line,
		stages: [...line.stages.filter((s) => s.at < origin), { at: origin, value: "negotiation" }],
		status: [...line.status.filter((s) => s.at < origin), { at: later, value: "won" as const }],
		amounts: [...line.amounts.filter((s) => s.at < origin), { at: origin, value: 99_999_999n }],
		closeDates: [...line.closeDates.filter((s) => s.at < origin), { at: origin, value: "2030-01-01" }],
		owners: [...line.owners.filter((s) => s.at < origin), { at: origin, value: "tom" }],
	}));
	const fresh = Array.from({ length: 5 }, (_, k) => ({
		...sketch({ id: `future-${k}`, bornDaysAgo: 0 }),
		createdAt: origin + k * DAY_MS,
	}));
	return [...changed, ...fresh];
}

/** The deals with all that happens at or after `origin` cut away. */
export function withoutFuture(lines: DealTimeline[], origin: number): DealTimeline[] {
	const cut = <T>(steps: Step<T>[]): Step<T>[] => steps.filter((s) => s.at < origin);
	return lines
		.filter((line) => line.createdAt < origin)
		.map((line) => ({
			...line,
			stages: cut(line.stages),
			status: cut(line.status),
			amounts: cut(line.amounts),
			closeDates: cut(line.closeDates),
			owners: cut(line.owners),
		}));
}
