import { type RawBuilder, sql, type Transaction } from "kysely";
import type { SearchKind } from "../../core/contract/search.ts";
import type { Tables } from "../db/tables.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { escaped, type Question } from "./question.ts";

/** Ids that may answer a question, before anyone's sight is asked. */
export interface Candidates {
	ids: Map<SearchKind, string[]>;
	/** Kinds of which there are more than were taken. */
	cut: Set<SearchKind>;
}

const MOST = 500;
const MOST_STARTING = 50;
const MOST_SIMILAR = 200;
/** How much of a word's threes must be in a record to be called similar. */
const SIMILAR = "0.4";

/**
 * Looks through one workspace by index. Needs `asSystem`: under row-level security no index may answer `like`. What comes
 * back are ids alone, and whoever reads them reads under row-level security and by the person's sight.
 */
export async function candidatesOf(
	system: Transaction<Tables>,
	tenantId: number,
	question: Question,
	kinds: readonly SearchKind[],
	visibleOwners: VisibleOwners,
	canIndex: boolean,
): Promise<Candidates> {
	const { whole, indexed } = question;
	const parts = kinds.flatMap((kind) => {
		const from = sql`from search_documents s where s.tenant_id = ${tenantId} and s.entity = ${sql.lit(kind)}
			and ${ownedBy(kind, visibleOwners)}`;
		const starting = sql`(select s.entity, s.id, false as is_indexed ${from} and s.label like ${`${escaped(whole)}%`}
			order by s.label using ~<~ limit ${sql.lit(MOST_STARTING)})`;
		if (!indexed || !canIndex) return [starting];
		return [
			starting,
			sql`(select s.entity, s.id, true ${from} and ${allLike(sql`s.terms`, indexed)} limit ${sql.lit(MOST)})`,
		];
	});
	return collect(system, parts, MOST);
}

/** The same for records with a word like `word`, misspelt, and with all `others` as they are. */
export async function similarOf(
	system: Transaction<Tables>,
	tenantId: number,
	word: string,
	others: readonly string[],
	kinds: readonly SearchKind[],
	visibleOwners: VisibleOwners,
): Promise<Candidates> {
	await sql`select set_config('pg_trgm.word_similarity_threshold', ${SIMILAR}, true)`.execute(system);
	const parts = kinds.map(
		(kind) => sql`(select s.entity, s.id, true as is_indexed from search_documents s where s.tenant_id = ${tenantId}
			and s.entity = ${sql.lit(kind)} and ${ownedBy(kind, visibleOwners)} and s.terms %> ${word}
			${others.length > 0 ? sql`and ${allLike(sql`s.terms`, others)}` : sql``} limit ${sql.lit(MOST_SIMILAR)})`,
	);
	return collect(system, parts, MOST_SIMILAR);
}

/** All patterns hold of the column. */
export function allLike(column: RawBuilder<unknown>, patterns: readonly string[]): RawBuilder<unknown> {
	return sql.join(
		patterns.map((pattern) => sql`${column} like ${pattern}`),
		sql` and `,
	);
}

/** Where a person sees a list of owners, the index looks for theirs alone; longer sights are asked afterwards. */
function ownedBy(kind: SearchKind, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const isOwned = kind === "deal" || kind === "lead";
	if (!isOwned || visibleOwners === "all" || "beneath" in visibleOwners) return sql`true`;
	return sql`s.owner_id = any(${visibleOwners}::uuid[])`;
}

async function collect(system: Transaction<Tables>, parts: RawBuilder<unknown>[], most: number): Promise<Candidates> {
	const { rows } = await sql<{
		entity: SearchKind;
		id: string;
		is_indexed: boolean;
	}>`${sql.join(parts, sql` union all `)}`.execute(system);
	const found = new Map<SearchKind, { all: Set<string>; indexed: number }>();
	for (const { entity, id, is_indexed } of rows) {
		const kind = found.get(entity) ?? { all: new Set<string>(), indexed: 0 };
		kind.all.add(id);
		if (is_indexed) kind.indexed += 1;
		found.set(entity, kind);
	}
	return {
		ids: new Map([...found].map(([kind, { all }]) => [kind, [...all]])),
		cut: new Set([...found].flatMap(([kind, { indexed }]) => (indexed >= most ? [kind] : []))),
	};
}
