import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { SyncPage, SyncRun } from "../../core/contract/host-sync.ts";
import { area, openPortal, type PortalClient } from "./client.ts";
import { detailsOf } from "./currency.ts";
import type { RawRecord } from "./map-record.ts";
import { READ_OBJECTS, type ReadObject } from "./objects.ts";
import { ratesOf, teamsOf } from "./surroundings.ts";

const PER_PAGE = 100;
const PER_SEARCH = 200;
const PER_HISTORY = 50;
/** A search gives no more than this for one question; the next begins where it ended. */
const WINDOW = 10_000;
/** A change comes into the search some moments after it was made. */
const OVERLAP_MS = 5 * 60_000;

const record = z.looseObject({
	id: z.string(),
	properties: z.record(z.string(), z.string().nullable()),
	createdAt: z.string(),
	updatedAt: z.string(),
	archived: z.boolean().default(false),
});
const page = z.object({
	results: z.array(record),
	total: z.number().optional(),
	paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});
type PortalRecord = z.infer<typeof record>;

interface Reading {
	portal: PortalClient;
	ports: Ports;
	run: SyncRun;
	object: ReadObject;
	currency: string;
}

/**
 * Reads a portal: owners and pipelines, then object after object, as a whole list at first and by what changed since from
 * then on. The cursor `portal` says which one it is. Cursors of an object: `x.since`, from when to ask for changes, and `x.list`, where its list stands. An object
 * that our scopes or the portal's plan do not give is passed over.
 */
export async function* readPortal(ports: Ports, run: SyncRun): AsyncGenerator<SyncPage> {
	const portal = await openPortal(ports);
	const { portalId, currency } = await detailsOf(portal);
	if (!(await ports.installations.claim(portalId)))
		ports.log.warn("another workspace has this portal's cards and news", { portal: portalId });
	yield* groundPages(portal, ports, currency, portalId);
	for (const object of READ_OBJECTS) {
		if (run.signal.aborted) return;
		const since = await ports.cursors.get(`${object.type}.since`);
		const reading = { portal, ports, run, object, currency };
		try {
			yield* since ? changedSince(reading, since) : wholeList(reading);
		} catch (fault) {
			if (!isHidden(fault)) throw fault;
			ports.log.warn("an object is not read: a scope is missing", { object: object.type });
		}
	}
}

async function* groundPages(
	portal: PortalClient,
	ports: Ports,
	currency: string,
	portalId: string,
): AsyncGenerator<SyncPage> {
	const listed = z.object({ results: z.array(z.record(z.string(), z.unknown())) });
	const owners: RawRecord[] = [];
	for (const archived of [false, true]) {
		const { body } = await portal.call("GET", `${area("owners")}?limit=500&archived=${archived}`);
		owners.push(...listed.parse(body).results.map((owner) => ({ object: "owners", record: owner, currency })));
	}
	yield { object: "owners", records: owners, cursors: { portal: portalId } };
	yield { object: "teams", records: teamsOf(owners, currency), cursors: {} };
	try {
		yield { object: "rates", records: await ratesOf(portal, currency), cursors: {} };
	} catch (fault) {
		if (!isHidden(fault)) throw fault;
		ports.log.info("the portal's exchange rates are not given to us");
	}
	const { body } = await portal.call("GET", area("pipelines", "deals"));
	yield {
		object: "pipelines",
		records: listed
			.parse(body)
			.results.map((one) => ({ object: "pipelines", record: one, currency }) satisfies RawRecord),
		cursors: {},
	};
}

/** Whether our scopes or the portal's plan do not give what was asked for. */
function isHidden(fault: unknown): boolean {
	return fault instanceof CourtsideError && fault.errors?.some(({ path }) => path === "MISSING_SCOPES") === true;
}

async function* wholeList(reading: Reading): AsyncGenerator<SyncPage> {
	const { portal, ports, run, object } = reading;
	const kept = z
		.object({ after: z.string(), since: z.string() })
		.safeParse(JSON.parse((await ports.cursors.get(`${object.type}.list`)) || "null"));
	const since = kept.data?.since ?? new Date(ports.now() - OVERLAP_MS).toISOString();
	for (let after: string | undefined = kept.data?.after; !run.signal.aborted; ) {
		const params = new URLSearchParams({
			limit: String(PER_PAGE),
			properties: object.properties.join(","),
			...(after && { after }),
		});
		const { results, paging } = page.parse(
			(await portal.call("GET", `${area("objects", object.type)}?${params}`)).body,
		);
		after = paging?.next?.after;
		const cursors = after
			? { [`${object.type}.list`]: JSON.stringify({ after, since }) }
			: { [`${object.type}.list`]: "", [`${object.type}.since`]: since };
		yield { object: object.type, records: await rawOf(reading, results), cursors };
		if (!after) break;
	}
	yield* archivedList(reading);
}

/** What was thrown away: the search never shows it, so the list of the archived is read to its end at each run. */
async function* archivedList({ portal, run, object, currency }: Reading): AsyncGenerator<SyncPage> {
	if (!object.isSwept) return;
	for (let after: string | undefined, first = true; first || after; first = false) {
		if (run.signal.aborted) return;
		const params = new URLSearchParams({ limit: String(PER_PAGE), archived: "true", ...(after && { after }) });
		const { results, paging } = page.parse(
			(await portal.call("GET", `${area("objects", object.type)}?${params}`)).body,
		);
		after = paging?.next?.after;
		const records = results.map((one) => ({ object: object.type, record: one, currency }) satisfies RawRecord);
		if (records.length > 0) yield { object: object.type, records, cursors: {} };
	}
}

async function* changedSince(reading: Reading, since: string): AsyncGenerator<SyncPage> {
	const { portal, run, object } = reading;
	let [from, newest] = [Date.parse(since) - OVERLAP_MS, since];
	let after = 0;
	for (;;) {
		if (run.signal.aborted) return;
		const { body } = await portal.call("POST", area("objects", object.type, "search"), {
			filterGroups: [{ filters: [{ propertyName: object.modified, operator: "GTE", value: String(from) }] }],
			sorts: [{ propertyName: object.modified, direction: "ASCENDING" }],
			properties: object.properties,
			limit: PER_SEARCH,
			after: String(after),
		});
		const { results, paging, total } = page.parse(body);
		const last = results.at(-1);
		if (last && last.updatedAt > newest) newest = last.updatedAt;
		yield {
			object: object.type,
			records: await rawOf(reading, results),
			cursors: { [`${object.type}.since`]: newest },
			...(total !== undefined && { total }),
		};
		if (!paging?.next) break;
		after += PER_SEARCH;
		if (after + PER_SEARCH <= WINDOW) continue;
		// More than a search shows changed: the next window begins at the last moment seen, a moment's records twice.
		const next = Date.parse(last?.updatedAt ?? newest);
		if (next <= from)
			throw new CourtsideError(
				"unprocessable",
				`More than ${WINDOW} ${object.type} changed at the very same moment. Fetch everything anew.`,
			);
		[from, after] = [next, 0];
	}
	yield* archivedList(reading);
}

/** Records with their links and histories, asked for a page at a time. */
async function rawOf({ portal, object, currency }: Reading, records: readonly PortalRecord[]): Promise<RawRecord[]> {
	const ids = records.map(({ id }) => id);
	const links = new Map<string, Record<string, string[]>>();
	for (const to of object.links) {
		for (const [id, others] of await linksOf(portal, object.type, to, ids))
			links.set(id, { ...links.get(id), [to]: others });
	}
	const histories =
		object.history.length > 0 ? await historiesOf(portal, object, ids) : new Map<string, RawRecord["history"]>();
	return records.map((one) => {
		const history = histories.get(one.id);
		return { object: object.type, record: one, currency, links: links.get(one.id) ?? {}, ...(history && { history }) };
	});
}

const linked = z.object({
	results: z.array(
		z.object({ from: z.object({ id: z.coerce.string() }), to: z.array(z.object({ toObjectId: z.coerce.string() })) }),
	),
});

async function linksOf(
	portal: PortalClient,
	from: string,
	to: string,
	ids: readonly string[],
): Promise<Map<string, string[]>> {
	if (ids.length === 0) return new Map();
	const { body } = await portal.call("POST", area("associations", from, to, "batch", "read"), {
		inputs: ids.map((id) => ({ id })),
	});
	return new Map(
		linked.parse(body).results.map(({ from: { id }, to: others }) => [id, others.map(({ toObjectId }) => toObjectId)]),
	);
}

const told = z.object({
	results: z.array(
		z.object({
			id: z.string(),
			propertiesWithHistory: z
				.record(z.string(), z.array(z.object({ value: z.string().nullish(), timestamp: z.string() })))
				.default({}),
		}),
	),
});

async function historiesOf(portal: PortalClient, { type, history }: ReadObject, ids: readonly string[]) {
	const found = new Map<string, NonNullable<RawRecord["history"]>>();
	for (let at = 0; at < ids.length; at += PER_HISTORY) {
		const inputs = ids.slice(at, at + PER_HISTORY).map((id) => ({ id }));
		const { body } = await portal.call("POST", area("objects", type, "batch", "read"), {
			inputs,
			properties: [],
			propertiesWithHistory: history,
		});
		for (const { id, propertiesWithHistory } of told.parse(body).results) {
			found.set(
				id,
				Object.entries(propertiesWithHistory).flatMap(([property, versions]) =>
					versions.map(({ value, timestamp }) => ({ property, value: value ?? null, at: timestamp })),
				),
			);
		}
	}
	return found;
}
