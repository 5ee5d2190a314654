import { readNumber } from "../intake/read-number.ts";
import type { Instant } from "../model/instant.ts";
import { isPlainDate } from "../model/instant.ts";
import { minorFromNumeral } from "../model/money.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline, Step } from "../model/timeline.ts";

/** What activities of an event log mean; `stages` in order. Activities named nowhere are other work on a case. */
export interface EventMap {
	won: string[];
	lost: string[];
	stages: string[];
}

/** One event as text, the way files hold it. */
export interface LoggedEvent {
	case: string;
	amount: string;
	timestamp: string;
	activity: string;
}

/** Gathers events, in any order, and makes deals of cases. */
export interface EventLog {
	/** False when the event has no readable time or no case: it was left out. */
	add(event: LoggedEvent): boolean;
	timelines(): DealTimeline[];
	stages: Stage[];
}

/** Before the first stage of the map has been reached. */
export const NO_STAGE = "(none)";

/**
 * An event log under a map: a case is created with its first event, stands in the furthest stage reached, is lost with
 * the first event that says so and won with the first that says so, which also ends a loss. An amount that is missing or
 * unreadable is not said.
 */
export function newEventLog(map: EventMap, currency: string): EventLog {
	const stages: Stage[] = [NO_STAGE, ...map.stages].map((name, position) => ({
		id: name,
		pipelineId: "log",
		name,
		position,
		kind: "open",
	}));
	const position = new Map(map.stages.map((name, k) => [name, k + 1]));
	const [won, lost] = [new Set(map.won), new Set(map.lost)];
	const cases = new Map<string, { at: Instant; activity: string; amount: string }[]>();
	return {
		stages,
		add(event) {
			const at = instantOf(event.timestamp);
			if (at === null || event.case === "") return false;
			const kept = { at, activity: event.activity, amount: event.amount };
			const list = cases.get(event.case);
			if (list) list.push(kept);
			else cases.set(event.case, [kept]);
			return true;
		},
		timelines() {
			const lines: DealTimeline[] = [];
			for (const [id, events] of cases) {
				events.sort((a, b) => a.at - b.at);
				const first = events[0];
				if (!first) continue;
				const line: DealTimeline = {
					dealId: id,
					createdAt: first.at,
					stages: [{ at: first.at, value: NO_STAGE }],
					status: [{ at: first.at, value: "open" }],
					amounts: [],
					currency,
					closeDates: [],
					owners: [],
					hasHistory: true,
				};
				let furthest = 0;
				for (const { at, activity, amount } of events) {
					const here = position.get(activity) ?? 0;
					if (here > furthest) {
						furthest = here;
						put(line.stages, at, activity);
					}
					const status = line.status.at(-1)?.value;
					if (won.has(activity) && status !== "won") put(line.status, at, "won");
					else if (lost.has(activity) && status === "open") put(line.status, at, "lost");
					const minor = loggedAmount(amount, currency);
					if (minor !== null && line.amounts.at(-1)?.value !== minor) put(line.amounts, at, minor);
				}
				lines.push(line);
			}
			return lines;
		},
	};
}

/**
 * Minor units of `currency` from "1234.5", "1.2345E3", or as people write money: "$1,234.50", "1.234,50 €"; "1,234" is a
 * thousand. Null when missing or none of these.
 */
export function loggedAmount(text: string, currency: string): bigint | null {
	const read = readNumber(text, ".") ?? readNumber(text, ",");
	const minor = minorFromNumeral(read && !read.percent ? read.decimal : text.trim(), currency);
	return minor === null ? null : BigInt(minor);
}

/** A moment from ISO-like text; without a zone it is UTC. Null when unreadable. */
function instantOf(text: string): Instant | null {
	const match =
		/^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
			text.trim(),
		);
	if (!match || !isPlainDate(`${match[1]}-${match[2]}-${match[3]}`)) return null;
	const time = (match[4] ?? "00:00").replace(",", ".").replace(/(\.\d{3})\d+$/, "$1");
	const at = Date.parse(`${match[1]}-${match[2]}-${match[3]}T${time}${match[5] ?? "Z"}`);
	return Number.isFinite(at) ? at : null;
}

function put<T>(steps: Step<T>[], at: Instant, value: T): void {
	const last = steps.at(-1);
	if (last?.at === at) last.value = value;
	else steps.push({ at, value });
}
