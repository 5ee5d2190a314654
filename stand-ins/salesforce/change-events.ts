import type { ObjectName } from "./objects.ts";
import type { Org, Row } from "./org.ts";

/** The objects whose changes this organisation tells of: five, the most that is had without an add-on. */
const TOLD: readonly ObjectName[] = ["Account", "Opportunity", "Lead", "Task", "Event"];
/** Every change shows up in these as well, without being one of the person's. */
const STAMPS = ["LastModifiedDate", "SystemModstamp"];

/** The vendor keeps three days; here it is a number of events. */
const MOST_KEPT = 20_000;

/** One change as it goes over the wire. */
export interface ChangeEvent {
	replayId: number;
	payload: Record<string, unknown>;
}

/** The organisation's bus of change events: what is kept of it, and who waits for more. */
export interface EventBus {
	kept: ChangeEvent[];
	/** The newest replay id given. They grow, and are not one after the other. */
	last: number;
	waiting: Set<() => void>;
}

export function newBus(): EventBus {
	return { kept: [], last: 1000, waiting: new Set() };
}

/** Tells of a change: only what changed comes with it. `origin` is who did it, as the API writes it. */
export function tellChange(
	org: Org,
	object: ObjectName,
	given: { before: Row | undefined; row: Row; origin: string },
): void {
	const { before, row, origin } = given;
	if (!TOLD.includes(object)) return;
	const isGone = row["IsDeleted"] === true;
	const wasGone = before?.["IsDeleted"] === true;
	const changeType = isGone ? "DELETE" : !before ? "CREATE" : wasGone ? "UNDELETE" : "UPDATE";
	const changed = Object.keys(row).filter((name) => name !== "IsDeleted" && (before?.[name] ?? null) !== row[name]);
	const nulled = changed.filter((name) => row[name] === null && before !== undefined);
	emit(org, {
		ChangeEventHeader: {
			entityName: object,
			recordIds: [row["Id"]],
			changeType,
			changeOrigin: origin,
			transactionKey: `0000-${org.bus.last}`,
			sequenceNumber: 1,
			commitTimestamp: org.now(),
			commitNumber: org.bus.last,
			commitUser: "005000000000001AAA",
			nulledFields: nulled,
			diffFields: [],
			changedFields: changeType === "UPDATE" ? [...new Set([...changed, ...STAMPS])] : [],
		},
		...(isGone ? {} : Object.fromEntries(changed.map((name) => [name, row[name]]))),
	});
}

/** Says that changes were made which it cannot tell: of some records, or, without any, of more than it could keep. */
export function tellGap(org: Org, object: ObjectName, ids: readonly string[]): void {
	const changeType = ids.length > 0 ? "GAP_UPDATE" : "GAP_OVERFLOW";
	const recordIds = ids.length > 0 ? ids : ["000000000000000AAA"];
	emit(org, {
		ChangeEventHeader: {
			...{ entityName: object, recordIds, changeType, changeOrigin: "", changedFields: [], nulledFields: [] },
			...{ commitTimestamp: org.now(), commitNumber: org.bus.last, sequenceNumber: 1, transactionKey: "gap" },
		},
	});
}

/** Forgets all events but the newest, as after three days. */
export function forgetEvents(org: Org): void {
	org.bus.kept = [];
}

function emit({ bus }: Org, payload: Record<string, unknown>): void {
	bus.last += 1 + (bus.last % 3);
	bus.kept.push({ replayId: bus.last, payload });
	if (bus.kept.length > 2 * MOST_KEPT) bus.kept = bus.kept.slice(-MOST_KEPT);
	for (const wake of bus.waiting) wake();
}
