import type pg from "pg";
import { DRAFT_ENTITIES, type Draft, type DraftEntity } from "../../core/intake/draft.ts";
import { byName } from "../../core/intake/name-key.ts";
import { askOn } from "../db/ask.ts";
import type { ChunkContext } from "./intake-run.ts";
import { isVendorKey, type KnownRecords } from "./known-records.ts";
import { newId } from "./new-id.ts";
import { PeopleBook } from "./people-book.ts";

/** A draft that has found its record, or is to become one. */
export interface Placed {
	draft: Draft;
	id: string;
	isNew: boolean;
	/** Which row of the chunk it came from. */
	at: number;
}

/** An external id to be written down. `created`: its record is made by this import and goes with it. */
export interface NewLink {
	entity: DraftEntity;
	key: string;
	id: string;
	created: boolean;
}

/** Where each draft of a chunk goes, in order of entities, the implied ones of each first. */
export interface Placement {
	placed: Map<DraftEntity, Placed[]>;
	links: NewLink[];
	/** Who the people are, to be saved once they are stored; null: the chunk speaks of none. */
	people: PeopleBook | null;
}

/** Finds the record of every draft by key, then by name or address; gives ids to those that have none. */
export async function matchDrafts(
	{ client, tenantId, known, plan }: Pick<ChunkContext, "client" | "tenantId" | "known" | "plan">,
	rows: readonly { drafts: readonly Draft[] }[],
): Promise<Placement> {
	const byEntity = gather(rows);
	const links: NewLink[] = [];
	const placed = new Map<DraftEntity, Placed[]>();
	await learnKeys(client, known, byEntity);
	const people = byEntity.has("user") ? await PeopleBook.open(askOn(client), tenantId, plan.source) : null;
	for (const entity of DRAFT_ENTITIES) {
		const drafts = byEntity.get(entity);
		if (!drafts) continue;
		if (entity === "quota") {
			await learnTeamNames(client, known, drafts);
			await learnQuotas(client, known, drafts);
		}
		drafts.sort((a, b) => Number(b.draft.implied) - Number(a.draft.implied));
		placed.set(entity, await placeAll({ client, known, people }, entity, drafts, links));
	}
	return { placed, links, people };
}

/** Teams that quotas name are those here of that name, where it is the name of one alone. */
async function learnTeamNames(client: pg.PoolClient, known: KnownRecords, drafts: readonly Loose[]): Promise<void> {
	const asked = new Set(drafts.flatMap(({ draft }) => draft.links["teamId"]?.key ?? []));
	if (asked.size === 0) return;
	const { rows } = await client.query<{ id: string; name: string }>("select id, name from teams");
	for (const [key, [only, ...others]] of Map.groupBy(rows, ({ name }) => byName(name))) {
		if (only && others.length === 0 && asked.has(key) && known.id("team", key) === null)
			known.remember("team", key, only.id);
	}
}

/** Whoever carries a quota has one a period, whoever wrote it: one from a plan or a hand is the same as the file's. */
async function learnQuotas(client: pg.PoolClient, known: KnownRecords, drafts: readonly Loose[]): Promise<void> {
	const asked = drafts.flatMap(({ draft }) => {
		const { userId, teamId } = draft.links;
		const link = userId ?? teamId;
		const carrier = link && known.id(link.entity, link.key);
		return carrier && known.id("quota", draft.key) === null
			? [{ key: draft.key, carrier, period: String(draft.fields["period"]) }]
			: [];
	});
	if (asked.length === 0) return;
	const { rows } = await client.query<{ id: string; carrier: string; period: string }>(
		`select q.id, coalesce(q.user_id, q.team_id) as carrier, q.period from quotas q
		join unnest($1::uuid[], $2::text[]) w(carrier, period)
			on w.carrier in (q.user_id, q.team_id) and w.period = q.period`,
		[asked.map((a) => a.carrier), asked.map((a) => a.period)],
	);
	const ids = new Map(rows.map((row) => [`${row.carrier} ${row.period}`, row.id]));
	for (const { key, carrier, period } of asked) {
		const id = ids.get(`${carrier} ${period}`);
		if (id) known.remember("quota", key, id);
	}
}

type Loose = { draft: Draft; at: number };

function gather(rows: readonly { drafts: readonly Draft[] }[]): Map<DraftEntity, Loose[]> {
	const byEntity = new Map<DraftEntity, Loose[]>();
	rows.forEach(({ drafts }, at) => {
		for (const draft of drafts) {
			const list = byEntity.get(draft.entity);
			if (list) list.push({ draft, at });
			else byEntity.set(draft.entity, [{ draft, at }]);
		}
	});
	return byEntity;
}

async function learnKeys(
	client: pg.PoolClient,
	known: KnownRecords,
	byEntity: Map<DraftEntity, Loose[]>,
): Promise<void> {
	const keys = new Map<DraftEntity, Set<string>>(DRAFT_ENTITIES.map((entity) => [entity, new Set()]));
	for (const [entity, drafts] of byEntity) {
		const own = keys.get(entity);
		for (const { draft } of drafts) {
			own?.add(draft.key);
			for (const alias of draft.aliases) own?.add(alias);
			for (const link of Object.values(draft.links)) if (link) keys.get(link.entity)?.add(link.key);
		}
	}
	for (const [entity, wanted] of keys) await known.learn(client, entity, wanted);
}

async function placeAll(
	{ client, known, people }: Pick<ChunkContext, "client" | "known"> & Pick<Placement, "people">,
	entity: DraftEntity,
	drafts: Loose[],
	links: NewLink[],
): Promise<Placed[]> {
	const named = await recordsWithVendorKeys(client, known, entity, drafts);
	const fresh = new Set<string>();
	return drafts.map(({ draft, at }) => {
		let id = known.id(entity, draft.key);
		for (const alias of id ? [] : draft.aliases) {
			const other = known.id(entity, alias);
			// Two accounts of one name with ids of their own are two; one that so far had only a name is the same.
			if (other && (!isVendorKey(draft.key) || !named.has(other))) id = other;
			if (id) break;
		}
		const book = entity === "user" ? people : null;
		const person = id || !book ? null : book.recognise(draft);
		id ??= person?.match?.id ?? null;
		const isNew = id === null;
		const found = id ?? newId();
		if (isNew) fresh.add(found);
		book?.note(draft, found, isNew, person);
		if (isVendorKey(draft.key)) named.add(found);
		for (const key of [draft.key, ...draft.aliases]) {
			if (known.id(entity, key) !== null) continue;
			known.remember(entity, key, found);
			links.push({ entity, key, id: found, created: fresh.has(found) });
		}
		return { draft: known.isMerged(entity, draft.key) ? { ...draft, implied: true } : draft, id: found, isNew, at };
	});
}

/** Of the records found by a name or address only: those that have a vendor's id already. */
async function recordsWithVendorKeys(
	client: pg.PoolClient,
	known: KnownRecords,
	entity: DraftEntity,
	drafts: Loose[],
): Promise<Set<string>> {
	const ids = new Set<string>();
	for (const { draft } of drafts) {
		if (!isVendorKey(draft.key) || known.id(entity, draft.key) !== null) continue;
		for (const alias of draft.aliases) {
			const id = known.id(entity, alias);
			if (id) ids.add(id);
		}
	}
	if (ids.size === 0) return new Set();
	const { rows } = await client.query<{ id: string }>(
		`select distinct id from external_ids
		where object = $1 and id = any($2) and external_id not like 'name:%' and external_id not like 'email:%'`,
		[entity, [...ids]],
	);
	return new Set(rows.map((row) => row.id));
}
