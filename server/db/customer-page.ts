import { type RawBuilder, sql } from "kysely";
import type { ActivityKind } from "../../core/model/activity.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { type AccountRow, accountVisibleTo, findAccounts } from "./customer-accounts.ts";
import type { DealRow } from "./deal-columns.ts";
import { findDeals, visibleTo } from "./deals.ts";
import { type PastChange, pastOf } from "./history.ts";
import { timestamp } from "./values.ts";
import { loadWorkspace } from "./workspace.ts";

/** Somebody at a customer. */
export interface ContactRow {
	id: string;
	name: string;
	title: string | null;
	email: string | null;
	phone: string | null;
	createdAt: Instant;
	accountId: string | null;
	accountName: string | null;
}

/** Something done with a customer. */
export interface CustomerActivity {
	id: string;
	kind: ActivityKind;
	direction: "in" | "out" | null;
	subject: string | null;
	at: Instant;
	ownerId: string | null;
	ownerName: string | null;
}

/** What the pages of accounts and contacts have alike. Newest first. */
interface Past {
	deals: DealRow[];
	activities: CustomerActivity[];
	history: PastChange[];
	/** Names behind ids that stand in the history. */
	names: Map<string, string>;
}
export type AccountPageRows = Past & { account: AccountRow; contacts: ContactRow[] };
export type ContactPageRows = Past & { contact: ContactRow };

const DEALS = 50;
const CONTACTS = 100;
const ACTIVITIES = 50;

/** Everything an account's page shows; null where there is none in sight. `db` is a transaction, `now` real time. */
export async function findAccountPage(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<AccountPageRows | null> {
	const [account] = await findAccounts(db, [id], visibleOwners);
	if (!account) return null;
	const { rows: contacts } = await sql<ContactRow>`select ${contactColumns} from contacts c
		left join accounts a on a.id = c.account_id where c.account_id = ${id}::uuid
		order by lower(c.name), c.id limit ${sql.lit(CONTACTS)}`.execute(db);
	const clock = (await loadWorkspace(db, now)).now;
	const history = await pastOf(db, "account", id, clock);
	return {
		account,
		contacts,
		deals: await dealsOf(db, id, visibleOwners, now),
		activities: await activitiesWhere(db, sql`v.account_id = ${id}::uuid`, visibleOwners, clock),
		history,
		names: await namesIn(db, history),
	};
}

/** Everything a contact's page shows; null where the account is not in sight, or there is none and one does not see all. */
export async function findContactPage(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<ContactPageRows | null> {
	const { rows } =
		await sql<ContactRow>`select ${contactColumns} from contacts c left join accounts a on a.id = c.account_id
		where c.id = ${id}::uuid and ${visibleOwners === "all" ? sql`true` : sql`a.id is not null and ${accountVisibleTo(visibleOwners)}`}`.execute(
			db,
		);
	const contact = rows[0];
	if (!contact) return null;
	const clock = (await loadWorkspace(db, now)).now;
	const history = await pastOf(db, "contact", id, clock);
	return {
		contact,
		deals: contact.accountId === null ? [] : await dealsOf(db, contact.accountId, visibleOwners, now),
		activities: await activitiesWhere(db, sql`v.contact_id = ${id}::uuid`, visibleOwners, clock),
		history,
		names: await namesIn(db, history),
	};
}

const contactColumns = sql`c.id, c.name, c.title, c.email, c.phone, c.created_at as "createdAt",
	c.account_id as "accountId", a.name as "accountName"`;

async function dealsOf(db: Db, accountId: string, visibleOwners: VisibleOwners, now: Instant): Promise<DealRow[]> {
	const { rows } = await sql<{ id: string }>`select d.id from deals d
		where d.account_id = ${accountId}::uuid and ${visibleTo(visibleOwners)}
		order by d.status = 'open' desc, coalesce(d.closed_at, d.created_at) desc, d.id limit ${sql.lit(DEALS)}`.execute(
		db,
	);
	return findDeals(
		db,
		rows.map((row) => row.id),
		visibleOwners,
		now,
	);
}

/** What belongs to a deal shows only to those who see the deal. */
async function activitiesWhere(
	db: Db,
	condition: RawBuilder<unknown>,
	visibleOwners: VisibleOwners,
	clock: Instant,
): Promise<CustomerActivity[]> {
	const { rows } = await sql<CustomerActivity>`select v.id, v.kind, v.direction, v.subject, v.occurred_at as at,
			v.owner_id as "ownerId", u.name as "ownerName"
		from activities v left join users u on u.id = v.owner_id
		where ${condition} and v.occurred_at <= ${timestamp(clock)}
			and (v.deal_id is null or exists (select from deals d where d.id = v.deal_id and ${visibleTo(visibleOwners)}))
		order by v.occurred_at desc limit ${sql.lit(ACTIVITIES)}`.execute(db);
	return rows;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function namesIn(db: Db, history: PastChange[]): Promise<Map<string, string>> {
	const ids = new Set<string>();
	for (const { field, value } of history) {
		const values = field === "*" && value !== null && typeof value === "object" ? Object.values(value) : [value];
		for (const item of values) if (typeof item === "string" && ID.test(item)) ids.add(item);
	}
	if (ids.size === 0) return new Map();
	const { rows } = await sql<{
		id: string;
		name: string;
	}>`select id, name from users where id = any(${[...ids]}::uuid[])
		union all select id, name from accounts where id = any(${[...ids]}::uuid[])`.execute(db);
	return new Map(rows.map((row) => [row.id, row.name]));
}
