import { type RawBuilder, sql } from "kysely";
import type { SearchKind } from "../../core/contract/search.ts";
import type { Db } from "../db/connect.ts";
import { accountVisibleTo } from "../db/customer-accounts.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import { allLike, type Candidates } from "./candidates.ts";
import { escaped, type Question } from "./question.ts";

/** A record that was found, as it stands in its table. */
export interface FoundRecord {
	kind: SearchKind;
	id: string;
	name: string;
	isOpen: boolean;
	account: string | null;
	stage: string | null;
	/** Of a deal or a lead. */
	status: string | null;
	amountMinor: bigint | null;
	currency: string | null;
	email: string | null;
	/** A contact's or lead's title, an account's industry, a person's role. */
	title: string | null;
	/** A lead's company, an account's domain. */
	company: string | null;
}

/** Records looked through beside the index's, the open and newest first, where it found too many to take all. */
const MOST_BESIDE = 1000;
/** So many owners are few. */
const FEW_OWNERS = 200;

/** What hits are chosen from, and for whom. */
export interface HitAsk {
	question: Question;
	candidates: Candidates;
	kinds: readonly SearchKind[];
	visibleOwners: VisibleOwners;
	limit: number;
	/** How many records of each kind are looked through beside the candidates. */
	walked: number;
	/** A word that hits are only similar to. */
	similarTo: string | null;
}

/**
 * The best hits of each kind that the person may see, one more than `limit` where there are more. First the name itself,
 * then names that begin like it, then words that do, then anywhere; among equals open ones, then the newest.
 */
export async function bestHits(reader: Db, ask: HitAsk): Promise<FoundRecord[]> {
	if (ask.kinds.length === 0) return [];
	const { candidates, kinds, visibleOwners, limit, walked, similarTo } = ask;
	const { whole, starts, anywhere } = ask.question;
	const best = kinds.map((kind) => {
		const named = sql`select ${columns} from search_documents s where s.entity = ${sql.lit(kind)}
			and s.id = any(${candidates.ids.get(kind) ?? []}::uuid[]) and ${inSight(kind, visibleOwners)}`;
		const most = candidates.cut.has(kind) ? Math.max(walked, MOST_BESIDE) : walked;
		const found = most > 0 ? sql`${named} union ${walk(kind, visibleOwners, anywhere, most)}` : named;
		return sql`(select x.entity, x.id, x.is_open, row_number() over (order by ${similarity(similarTo)},
				case when x.label = ${whole} then 0 when x.label like ${`${escaped(whole)}%`} then 1
					when ${allLike(sql`x.terms`, starts)} then 2 else 3 end, x.is_open desc, x.created_at desc, x.id) as place
			from (${found}) x order by place limit ${sql.lit(limit + 1)})`;
	});
	const { rows } = await sql<FoundRecord & { name: string | null }>`
		select h.entity as kind, h.id, h.is_open as "isOpen", coalesce(d.name, a.name, c.name, l.name, u.name) as name,
			coalesce(da.name, ca.name) as account, st.name as stage, coalesce(d.status, l.status) as status,
			d.amount_minor as "amountMinor", d.currency, coalesce(c.email, l.email, u.email) as email,
			coalesce(c.title, l.title, a.industry, u.role) as title, coalesce(l.company, a.domain) as company
		from (${sql.join(best, sql` union all `)}) h
			left join deals d on h.entity = 'deal' and d.id = h.id left join accounts da on da.id = d.account_id
			left join stages st on st.id = d.stage_id
			left join accounts a on h.entity = 'account' and a.id = h.id
			left join contacts c on h.entity = 'contact' and c.id = h.id left join accounts ca on ca.id = c.account_id
			left join leads l on h.entity = 'lead' and l.id = h.id
			left join users u on h.entity = 'person' and u.id = h.id
		order by h.entity, h.place`.execute(reader);
	return rows.filter((row) => row.name !== null);
}

function similarity(word: string | null): RawBuilder<unknown> {
	return word === null ? sql`0` : sql`word_similarity(${word}, x.terms) desc`;
}

const columns = sql`s.entity, s.id, s.label, s.terms, s.is_open, s.created_at`;

/** The open and newest records in sight that have all the patterns. */
function walk(
	kind: SearchKind,
	visibleOwners: VisibleOwners,
	patterns: readonly string[],
	most: number,
): RawBuilder<unknown> {
	const from = sql`select ${columns} from search_documents s where s.entity = ${sql.lit(kind)}`;
	const newest = sql`order by s.is_open desc, s.created_at desc limit ${sql.lit(most)}`;
	const having = (rows: RawBuilder<unknown>) => sql`select * from (${rows}) s where ${allLike(sql`s.terms`, patterns)}`;
	const isCustomer = kind === "account" || kind === "contact";
	if (!isCustomer || visibleOwners === "all") return having(sql`${from} and ${inSight(kind, visibleOwners)} ${newest}`);
	// Whether a customer is in sight hangs on their deals. Few owners have few of them: taken from there.
	if (!("beneath" in visibleOwners) && visibleOwners.length <= FEW_OWNERS) {
		return having(sql`${from} and s.id in (${customersOf(kind, visibleOwners)}) ${newest}`);
	}
	// Many owners see a good part of all: of the newest, what they see.
	return sql`${having(sql`${from} ${newest}`)} and ${inSight(kind, visibleOwners)}`;
}

function customersOf(kind: SearchKind, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const accounts = sql`select x.account_id from deals x where ${ownedInSight(sql`x.owner_id`, visibleOwners)}
		union select a.id from accounts a where ${ownedInSight(sql`a.owner_id`, visibleOwners)}`;
	return kind === "account" ? accounts : sql`select k.id from contacts k where k.account_id in (${accounts})`;
}

/** The condition that somebody may find the record of `search_documents s`. */
function inSight(kind: SearchKind, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	if (visibleOwners === "all" || kind === "person") return sql`true`;
	if (kind === "deal" || kind === "lead") return ownedInSight(sql`s.owner_id`, visibleOwners);
	const account = accountVisibleTo(visibleOwners);
	// Values, not `exists`: those the planner would turn into a join with every account there is.
	if (kind === "account") return sql`(select true from accounts a where a.id = s.id and ${account})`;
	return sql`(select true from contacts k join accounts a on a.id = k.account_id where k.id = s.id and ${account})`;
}
