import { sql, type Transaction } from "kysely";
import type { QuotaRequestJson } from "../../core/contract/quotas.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** A request for another quota as it is kept, with who leads the person it is about. */
export interface StoredRequest {
	id: string;
	userId: string;
	userName: string;
	period: string;
	currency: string;
	had: bigint;
	asked: bigint;
	reason: string;
	state: QuotaRequestJson["state"];
	carriedBy: "team" | "peers" | null;
	version: number;
	askedById: string | null;
	askedBy: string | null;
	askedAt: Instant;
	/** Everyone who leads a team the person is in or beneath, the person aside. */
	leaders: string[];
}

/** What somebody said to a request. */
export interface RequestStep {
	requestId: string;
	decision: QuotaRequestJson["steps"][number]["decision"];
	by: string | null;
	at: Instant;
	comment: string | null;
}

/** Keeps a request; null where one of that person for that period is open already. */
export async function insertRequest(
	trx: Transaction<Tables>,
	given: Pick<StoredRequest, "userId" | "period" | "currency" | "had" | "asked" | "reason"> & {
		tenantId: number;
		by: string;
	},
): Promise<string | null> {
	const row = await trx
		.insertInto("quota_requests")
		.values({
			tenant_id: given.tenantId,
			user_id: given.userId,
			period: given.period,
			currency: given.currency,
			had: given.had,
			asked: given.asked,
			reason: given.reason,
			asked_by: given.by,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

const MOST_LISTED = 200;

/** Requests about people in sight, open ones first, then the newest. */
export async function listRequests(
	db: Db,
	visibleOwners: VisibleOwners,
	id?: string,
): Promise<{ requests: StoredRequest[]; steps: RequestStep[] }> {
	const { rows: requests } = await sql<StoredRequest>`
		select q.id::text as id, q.user_id::text as "userId", u.name as "userName", q.period, q.currency, q.had, q.asked,
			q.reason, q.state, q.carried_by as "carriedBy", q.version, q.asked_by::text as "askedById", b.name as "askedBy",
			q.asked_at as "askedAt", coalesce((select array_agg(t.manager_id::text) from team_ancestors x
				join teams t on t.id = x.ancestor_id
				where x.team_id = u.team_id and t.manager_id is not null and t.manager_id <> u.id), '{}') as leaders
		from quota_requests q join users u on u.id = q.user_id left join users b on b.id = q.asked_by
		where ${ownedInSight(sql`q.user_id`, visibleOwners)} ${id ? sql`and q.id = ${id}::uuid` : sql``}
		order by q.state not in ('asked', 'backed'), q.asked_at desc, q.id limit ${sql.lit(MOST_LISTED)}`.execute(db);
	const steps = await db
		.selectFrom("quota_request_steps as s")
		.leftJoin("users as u", "u.id", "s.made_by")
		.select(["s.request_id as requestId", "s.decision", "u.name as by", "s.made_at as at", "s.comment"])
		.where("s.request_id", "in", [...requests.map((r) => r.id), "00000000-0000-0000-0000-000000000000"])
		.orderBy("s.made_at")
		.execute();
	return { requests, steps };
}

/** Notes a decision and moves the request on. */
export async function decideRequest(
	trx: Transaction<Tables>,
	given: {
		tenantId: number;
		id: string;
		version: number;
		decision: RequestStep["decision"];
		carriedBy: "team" | "peers" | null;
		comment: string | null;
		by: string;
	},
): Promise<void> {
	await trx
		.updateTable("quota_requests")
		.set({ state: given.decision, carried_by: given.carriedBy, version: given.version + 1 })
		.where("id", "=", given.id)
		.execute();
	await trx
		.insertInto("quota_request_steps")
		.values({
			tenant_id: given.tenantId,
			request_id: given.id,
			decision: given.decision,
			comment: given.comment,
			made_by: given.by,
		})
		.execute();
}

/** People of the same team with the person aside. */
export async function peersOf(db: Db, userId: string): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select p.id::text as id from users p join users u on u.team_id = p.team_id
		where u.id = ${userId}::uuid and p.id <> u.id and p.is_active and p.role = 'rep' order by p.id`.execute(db);
	return rows.map((row) => row.id);
}
