import { sql } from "kysely";
import type { SearchAnswer, SearchKind } from "../../core/contract/search.ts";
import type { Database } from "../db/connect.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Viewer } from "../views/viewer.ts";
import { candidatesOf, similarOf } from "./candidates.ts";
import { hitOf } from "./hit-words.ts";
import { bestHits, type FoundRecord } from "./hits.ts";
import { questionOf } from "./question.ts";

/** A search in one workspace for one person. */
export interface SearchAsk {
	tenantId: number;
	/** As it was typed. */
	text: string;
	/** What the person may look for. */
	kinds: readonly SearchKind[];
	visibleOwners: VisibleOwners;
	/** Most hits of a kind. */
	limit: number;
}

/** A word this long may be misspelt and still be told from others. */
const LONG_ENOUGH = 5;
/** Records looked through beside what the index names, and without it. */
const WALKED = { beside: 1000, alone: 3000 } as const;

/**
 * Finds records by any part of their names and addresses, without case and accents. In two steps: the index names
 * candidates, then they are read, seen and ordered as the person. Where nothing has the words, what has similar ones.
 */
export async function search(database: Database, ask: SearchAsk, viewer: Viewer): Promise<SearchAnswer> {
	const question = questionOf(ask.text);
	const canIndex = await isIndexed(database);
	const empty = { groups: [], isSimilar: false, isPartial: !canIndex };
	if (!question || ask.kinds.length === 0) return empty;
	const { tenantId, kinds, visibleOwners } = ask;
	const candidates = await database.asSystem((trx) =>
		candidatesOf(trx, tenantId, question, kinds, visibleOwners, canIndex),
	);
	// Without the index all hangs on these; a single letter's candidates are only those that begin with it.
	const walked = !canIndex ? WALKED.alone : question.indexed === null ? WALKED.beside : 0;
	const worth = kinds.filter((kind) => walked > 0 || candidates.ids.has(kind));
	const common = { question, visibleOwners, limit: ask.limit };
	const reader = database.reader(tenantId);
	const found = await bestHits(reader, { ...common, candidates, kinds: worth, walked, similarTo: null });
	if (found.length > 0 || !canIndex) return { ...empty, groups: groupsOf(found, ask, viewer) };
	const word = [...question.words].sort((a, b) => b.length - a.length)[0] ?? "";
	if (word.length < LONG_ENOUGH) return empty;
	const others = question.anywhere.filter((_, i) => question.words[i] !== word);
	const like = await database.asSystem((trx) => similarOf(trx, tenantId, word, others, kinds, visibleOwners));
	const alike = { ids: like.ids, cut: new Set<SearchKind>() };
	const kindsAlike = kinds.filter((kind) => like.ids.has(kind));
	const asked = { ...common, candidates: alike, kinds: kindsAlike, walked: 0, similarTo: word };
	const similar = await bestHits(reader, asked);
	return { ...empty, groups: groupsOf(similar, ask, viewer), isSimilar: similar.length > 0 };
}

function groupsOf(found: FoundRecord[], { kinds, limit }: SearchAsk, viewer: Viewer): SearchAnswer["groups"] {
	return kinds.flatMap((kind) => {
		const own = found.filter((record) => record.kind === kind);
		if (own.length === 0) return [];
		return [{ kind, hits: own.slice(0, limit).map((record) => hitOf(record, viewer)), more: own.length > limit }];
	});
}

const known = new WeakSet<Database>();

/** Whether the index by substring is there. Asked until it is: it may be made while the server runs. */
async function isIndexed(database: Database): Promise<boolean> {
	if (known.has(database)) return true;
	const { rows } = await database.asSystem((trx) =>
		sql<{ there: boolean }>`select to_regclass('search_by_substring') is not null as there`.execute(trx),
	);
	const there = rows[0]?.there ?? false;
	if (there) known.add(database);
	return there;
}
