import type { Ports } from "../../core/contract/host.ts";
import type { HeardPage, SyncPage } from "../../core/contract/host-sync.ts";
import { changeFeed, FeedEnded, FROM_NOW, type ToldChange } from "./bayeux.ts";
import { type OrgConnection, openOrg } from "./connection.ts";
import { isOurs, READ_OBJECTS } from "./objects.ts";
import { openReading, type Reading, readByIds } from "./raw-records.ts";

/** Where in the stream of change events everything before has been stored. */
export const EVENTS_CURSOR = "events.replay";
/** When the stream was last seen to stand. */
export const HEARD_CURSOR = "events.heardAt";
/** Shown to the minute; not each poll needs writing down. */
const NOTE_MS = 60_000;
/** An organisation that keeps ending the stream is left alone until the next time. */
const MOST_ENDS = 5;
/** What every change moves along. */
const STAMPS: ReadonlySet<string> = new Set(["LastModifiedDate", "LastModifiedById", "SystemModstamp"]);

/**
 * Hears of changes as they are made. An event says which record changed; the record is then read as it stands, so that
 * what comes twice or in another order changes nothing, and fields that events leave out are there too. The position is
 * handed over with the records that came before it. Where the vendor says that it could not tell all (a gap, an overflow,
 * a position that it has forgotten) everything that changed is read again by its stamp.
 */
export async function* hearChanges(
	ports: Ports,
	{ signal }: { signal: AbortSignal },
): AsyncGenerator<HeardPage, void, void> {
	const org = await openOrg(ports);
	let after = Number((await ports.cursors.get(EVENTS_CURSOR)) ?? FROM_NOW);
	const readings = new Map<string, Reading>();
	let noted = Number.NEGATIVE_INFINITY;
	for (let ends = 0; !signal.aborted; ) {
		try {
			for await (const told of changeFeed(org, ports, { after, signal })) {
				ends = 0;
				const last = told.at(-1);
				const isDue = ports.now() - noted >= NOTE_MS;
				if (isDue) noted = ports.now();
				const stands = isDue ? [mark({ [HEARD_CURSOR]: new Date(noted).toISOString() })] : [];
				if (!last) {
					yield { pages: stands, missed: false };
					continue;
				}
				after = last.replayId;
				const news = await heard(org, ports, { told, readings, after });
				yield { ...news, pages: [...news.pages, ...stands] };
			}
		} catch (fault) {
			if (signal.aborted) return;
			if (!(fault instanceof FeedEnded) || ++ends > MOST_ENDS) throw fault;
			if (fault.end === "token-expired") await org.renew();
			if (fault.end === "position-lost") {
				after = FROM_NOW;
				yield { pages: [mark({ [EVENTS_CURSOR]: String(after) })], missed: true };
			}
		}
	}
}

async function heard(
	org: OrgConnection,
	ports: Ports,
	given: { told: readonly ToldChange[]; readings: Map<string, Reading>; after: number },
): Promise<HeardPage> {
	const { told, readings, after } = given;
	const news = told.filter(({ header }) => !isOwnEcho(header));
	const missed = news.some(({ header }) => header.changeType === "GAP_OVERFLOW");
	const byObject = Map.groupBy(
		news.filter(({ header }) => header.changeType !== "GAP_OVERFLOW"),
		({ header }) => header.entityName,
	);
	const pages: SyncPage[] = [];
	// What is referred to first, as in a whole read.
	for (const object of READ_OBJECTS) {
		const mine = byObject.get(object.name);
		if (!mine) continue;
		const reading = readings.get(object.name) ?? (await openReading(org, ports, object));
		readings.set(object.name, reading);
		const ids = [...new Set(mine.flatMap(({ header }) => header.recordIds))];
		const found = await readByIds(reading, ids);
		const gone = ids.filter((id) => !found.some(({ record }) => record["Id"] === id));
		const records = [...found, ...gone.flatMap((id) => wiped(reading, mine, id))];
		pages.push({ object: object.name, records, cursors: {} });
	}
	return { pages: [...pages, mark({ [EVENTS_CURSOR]: String(after) })], missed };
}

function mark(cursors: Record<string, string>): SyncPage {
	return { object: "", records: [], cursors };
}

/** A record that not even the bin has any more, where an event says that it was deleted. */
function wiped({ object, currency }: Reading, told: readonly ToldChange[], id: string): unknown[] {
	const deletion = told.findLast(({ header }) => /DELETE$/.test(header.changeType) && header.recordIds.includes(id));
	if (!deletion || deletion.header.changeType.endsWith("UNDELETE")) return [];
	const SystemModstamp = new Date(deletion.header.commitTimestamp).toISOString();
	return [{ object: object.name, currency, record: { Id: id, IsDeleted: true, SystemModstamp } }];
}

/** Whether a change is nothing but what we wrote into our own fields. */
function isOwnEcho({ changeType, changeOrigin, changedFields }: ToldChange["header"]): boolean {
	const ours = changedFields.filter((name) => !STAMPS.has(name));
	return changeType === "UPDATE" && /;client=Courtside\b/.test(changeOrigin) && ours.length > 0 && ours.every(isOurs);
}
