import type { JsonValue } from "../model/change.ts";
import type { LeftField, WriteBack, WriteBackEntity, Written } from "./host.ts";

/** Every kind of record that is written to, in the order in which pages name them. */
export const WRITE_BACK_ENTITIES = ["deal", "lead", "account", "task"] as const satisfies readonly WriteBackEntity[];

/** What a field that we write holds: `percent` 0–100 and `points` are whole numbers as shown, `instant` is ISO 8601. */
export type WriteBackType = "percent" | "points" | "text" | "instant" | "date" | "minor" | "currency";

/**
 * Our own fields at a vendor, named Courtside there: all of them are written once write-back is on. The reason is the
 * strongest one, in the workspace's language; the share of a lead is how often leads with such points became deals.
 */
export const COURTSIDE_FIELDS = {
	deal: {
		courtsideProbability: "percent",
		courtsideLow: "percent",
		courtsideHigh: "percent",
		courtsideReason: "text",
		courtsideAsOf: "instant",
		courtsideModel: "text",
	},
	lead: {
		courtsideScore: "points",
		courtsideDemographic: "points",
		courtsideFit: "points",
		courtsideEngagement: "points",
		courtsideBehaviour: "points",
		courtsideIntent: "points",
		courtsideShare: "percent",
		courtsideReason: "text",
		courtsideAsOf: "instant",
		courtsideModel: "text",
	},
	account: {},
	task: {},
} as const satisfies Record<WriteBackEntity, Record<string, WriteBackType>>;

/**
 * The vendor's own fields that we may write to, each only when an administrator chose it. Values are as in
 * `CanonicalChange`; `probability` is our number (percent) in place of the vendor's own. An amount goes with its currency.
 * Tasks are made once their `title` is chosen, and go with their deal (`dealExternalId`); their `status` is `open`, `done`
 * or `dropped`.
 */
export const NATIVE_FIELDS = {
	deal: {
		nextStep: "text",
		stageName: "text",
		closeDate: "date",
		amountMinor: "minor",
		ownerExternalId: "text",
		probability: "percent",
	},
	lead: { status: "text", ownerExternalId: "text" },
	account: { ownerExternalId: "text" },
	task: { title: "text", dueOn: "date", status: "text", ownerExternalId: "text" },
} as const satisfies Record<WriteBackEntity, Record<string, WriteBackType>>;

/**
 * Parts a write-back by what stands at the vendor now: what may be written, and what is left because its `expected`
 * value does not hold any more. A value that stands there already is written again: it may be ours, from a try whose
 * answer was lost. For hosts whose vendor has no conditional write of its own.
 */
export function partByExpected(
	record: Pick<WriteBack, "fields" | "expected">,
	current: Record<string, JsonValue>,
): { write: Record<string, JsonValue>; left: Record<string, LeftField> } {
	const write: Record<string, JsonValue> = {};
	const left: Record<string, LeftField> = {};
	for (const [field, value] of Object.entries(record.fields)) {
		const now = current[field] ?? null;
		const expected = record.expected?.[field];
		const stands = [expected ?? null, value].map((one) => JSON.stringify(one)).includes(JSON.stringify(now));
		if (expected === undefined || stands) write[field] = value;
		else left[field] = changedSince(now);
	}
	return { write, left };
}

/** Why all fields of a record are left that somebody at the vendor has worked on; by field what stands there. */
export function allChanged(current: Record<string, JsonValue>): Record<string, LeftField> {
	return Object.fromEntries(Object.entries(current).map(([field, now]) => [field, changedSince(now)]));
}

function changedSince(now: JsonValue): LeftField {
	return { reason: "somebody changed it since", changed: true, now };
}

/** What stood in the fields of a record before it was made: nothing. */
export function nothingBefore({ fields }: Pick<WriteBack, "fields">): Record<string, JsonValue> {
	return Object.fromEntries(Object.keys(fields).map((field) => [field, null]));
}

/** How a write to a task ends that is not there any more: nothing is written, and it stays away. */
export function taskGone({ fields }: Pick<WriteBack, "fields">): Written {
	return {
		ok: true,
		left: Object.fromEntries(Object.keys(fields).map((field) => [field, { reason: "task-gone" }])),
	};
}
