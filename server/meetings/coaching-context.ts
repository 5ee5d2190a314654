import type { MeetingContext, Tracker } from "../../core/coaching/meeting-context.ts";
import { learnTracker } from "../../core/coaching/trackers.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { coachingPreferences } from "../db/coaching.ts";
import type { Db } from "../db/connect.ts";

/** What a meeting is coached with: its day in the workspace's zone, rivals, trackers that are on, its rep's own wishes. */
export async function coachingContext(
	db: Db,
	meeting: { ownerId: string | null; startsAt: Instant },
): Promise<MeetingContext> {
	const { zone } = await db.selectFrom("tenants").select("zone").executeTakeFirstOrThrow();
	const competitors = await db.selectFrom("competitors").select(["id", "name", "aliases"]).execute();
	const rows = await db
		.selectFrom("trackers")
		.select(["id", "name", "kind", "keywords", "examples", "side"])
		.where("state", "=", "on")
		.orderBy("id")
		.execute();
	const { tips, muted } = await coachingPreferences(db, meeting.ownerId);
	return {
		reference: dateIn(zone, meeting.startsAt),
		competitors,
		trackers: rows.map(asTracker),
		tips,
		muted: [...muted].sort(),
	};
}

/** A tracker as the coach listens by it. */
export function asTracker(row: {
	id: string;
	name: string;
	kind: "keywords" | "examples";
	keywords: string[];
	examples: string[];
	side: "any" | "rep" | "customer";
}): Tracker {
	const { id, name, kind, keywords, side } = row;
	return {
		...{ id, name, keywords: kind === "keywords" ? keywords : [] },
		...(kind === "examples" ? { weights: weightsOf(row.examples) } : {}),
		...(side === "any" ? {} : { side }),
	};
}

const learnt = new Map<string, Float32Array>();
const MOST_KEPT = 200;

/** Learnt once a set of examples: the same ones give the same weights. */
function weightsOf(examples: readonly string[]): Float32Array {
	const key = JSON.stringify(examples);
	let weights = learnt.get(key);
	if (!weights) {
		weights = learnTracker(examples);
		if (learnt.size >= MOST_KEPT) learnt.clear();
		learnt.set(key, weights);
	}
	return weights;
}

/** The same for contexts that read a meeting alike: learnt weights follow from what they were learnt of. */
export function contextKey({ trackers, ...context }: MeetingContext): string {
	return JSON.stringify([context, trackers.map(({ weights, ...tracker }) => [tracker, weights?.length])]);
}
