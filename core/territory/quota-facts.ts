import { DAY_MS, type PlainDate } from "../model/instant.ts";

/** How many whole periods of its own a history of 1 (as planned) counts for. */
const USUAL_WORTH = 4;

/**
 * How somebody did against their quotas, 1 = as planned: won ÷ quota over past periods, pulled towards 1 as if they had
 * met four more of usual size. Without past periods 1.
 */
export function pastAttainment(past: { wonMinor: bigint; quotaMinor: bigint }[]): { value: number; n: number } {
	const known = past.filter((p) => p.quotaMinor > 0n);
	if (known.length === 0) return { value: 1, n: 0 };
	const won = known.reduce((sum, p) => sum + Number(p.wonMinor), 0);
	const quota = known.reduce((sum, p) => sum + Number(p.quotaMinor), 0);
	const usual = (quota / known.length) * USUAL_WORTH;
	return { value: (won + usual) / (quota + usual), n: known.length };
}

/**
 * How far somebody is ramped in a span, 0 to 1: the mean over its days of the share of `rampMonths` (30.4 days each) that
 * has passed since they started, 1 once it has. 1 where nobody said when they started.
 */
export function rampShare(
	startedOn: PlainDate | null,
	span: { start: PlainDate; end: PlainDate },
	rampMonths: number,
): number {
	const days = rampMonths * 30.4;
	if (startedOn === null) return 1;
	const dayOf = (day: PlainDate): number => Date.parse(`${day}T00:00Z`) / DAY_MS;
	const [from, to, start] = [dayOf(span.start), dayOf(span.end), dayOf(startedOn)];
	let sum = 0;
	for (let day = from; day < to; day++) sum += day < start ? 0 : days > 0 ? Math.min(1, (day - start) / days) : 1;
	return to > from ? sum / (to - from) : 1;
}
