import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { Tables } from "../db/tables.ts";
import { loadDealTimelines } from "../db/timelines.ts";

const KEPT_MS = 600_000;
/** Histories of ten thousand deals hold some 15 MB. */
const MOST_KEPT = 2;

interface Snapshot {
	lines: Promise<DealTimeline[]>;
	timer: NodeJS.Timeout;
}
const kept = new Map<string, Snapshot>();

/**
 * Every deal's timeline as of a moment, read once for all that is asked of it, until nobody has for ten minutes: coverage, changes and the
 * number without a deal rest on the same forecast. Read again as soon as anything has happened in the workspace. Not to
 * be changed by who gets it.
 */
export async function dealSnapshot(
	trx: Transaction<Tables>,
	tenantId: number,
	asOf: Instant,
	around: "recent" | "none",
): Promise<DealTimeline[]> {
	const { rows } = await sql<{ id: string }>`select id from events where tenant_id = ${tenantId}
		order by occurred_at desc, id desc limit 1`.execute(trx);
	const key = [tenantId, asOf, around, rows[0]?.id ?? ""].join(" ");
	const found = kept.get(key);
	if (found) {
		found.timer.refresh();
		return found.lines;
	}
	const lines = loadDealTimelines(trx, asOf, { around });
	const drop = () => {
		clearTimeout(kept.get(key)?.timer);
		kept.delete(key);
	};
	kept.set(key, { lines, timer: setTimeout(drop, KEPT_MS).unref() });
	for (const [oldest, { timer }] of kept) {
		if (kept.size <= MOST_KEPT) break;
		clearTimeout(timer);
		kept.delete(oldest);
	}
	lines.catch(drop);
	return lines;
}
