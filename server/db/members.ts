import { type RawBuilder, sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { MemberJson, memberQuery, updateMeRequest, updateUserRequest } from "../../core/contract/members.ts";
import type { Role } from "../../core/model/user.ts";
import type { Db } from "./connect.ts";
import { COUNT_MOST, type Counted, type Position, pageOf, pageOfKeys, type SortOrder } from "./paging.ts";
import { hasSecondFactorSql } from "./second-factors.ts";
import type { Tables } from "./tables.ts";

/** Members stand by name. */
export const MEMBER_ORDER: SortOrder<"name"> = { key: "name", descending: false };

interface MemberColumns {
	id: string;
	name: string;
	email: string | null;
	role: Role;
	roleId: string | null;
	roleName: string | null;
	teamId: string | null;
	teamName: string | null;
	isActive: boolean;
	signsIn: boolean;
	secondFactor: boolean;
	lastSignInAt: number | null;
}

/** Has a password, or has signed in by another way. */
const signsIn = sql`(u.password_hash is not null or exists (select from sign_ins s
	where s.tenant_id = u.tenant_id and s.user_id = u.id))`;
const columns = sql`u.id, u.name, u.email, u.role, u.role_id as "roleId", r.name as "roleName", t.id as "teamId",
	t.name as "teamName", u.is_active as "isActive", ${signsIn} as "signsIn", ${hasSecondFactorSql} as "secondFactor",
	(select max(s.created_at) from sign_ins s where s.tenant_id = u.tenant_id and s.user_id = u.id) as "lastSignInAt"`;
const joins = sql`left join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
	left join teams t on t.tenant_id = u.tenant_id and t.id = u.team_id`;

/** The workspace's members by name, one page, in one round trip. */
export async function listMembers(
	db: Db,
	tenantId: number,
	ask: { filter: Pick<z.output<typeof memberQuery>, "state" | "search">; after: Position | null; limit: number },
): Promise<Counted & { rows: MemberJson[]; next: Position | null }> {
	const where = sql`u.tenant_id = ${tenantId} and ${conditions(ask.filter)}`;
	const by = sql`lower(u.name)`;
	const list = { from: sql`from users u`, where, by, type: "text" as const, id: sql`u.id`, hasBlanks: false };
	const { rows } = await sql<MemberColumns & { at: string; matching: number; found: boolean }>`
		with picked as materialized (${pageOfKeys(list, MEMBER_ORDER, ask.after, ask.limit)}),
			matched as (select count(*)::int as n from (select 1 from users u where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at, ${columns}
		from matched m left join picked p on true left join users u on u.tenant_id = ${tenantId} and u.id = p.id ${joins}
		order by p.at, p.id`.execute(db);
	const page = pageOf(rows, ask.limit);
	return { ...page, rows: page.rows.map(memberOf) };
}

/** One person as administrators see them; null where there is none. */
export async function findMember(db: Db, tenantId: number, id: string): Promise<MemberJson | null> {
	const { rows } = await sql<MemberColumns>`select ${columns} from users u ${joins}
		where u.tenant_id = ${tenantId} and u.id = ${id}::uuid`.execute(db);
	return rows[0] ? memberOf(rows[0]) : null;
}

/** Changes what is given of a person. False when there is none of that id. */
export async function updateUser(
	trx: Transaction<Tables>,
	tenantId: number,
	id: string,
	change: z.output<typeof updateUserRequest> & z.output<typeof updateMeRequest>,
): Promise<boolean> {
	const { name, teamId, isActive, locale, zone } = change;
	const row = await trx
		.updateTable("users")
		.set({
			id,
			...(name !== undefined && { name }),
			...(teamId !== undefined && { team_id: teamId }),
			...(isActive !== undefined && { is_active: isActive }),
			...(locale !== undefined && { locale }),
			...(zone !== undefined && { zone }),
		})
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/** Locks somebody out; what they did stays. */
export async function deactivate(trx: Transaction<Tables>, tenantId: number, id: string): Promise<void> {
	await trx
		.updateTable("users")
		.set({ is_active: false })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.execute();
}

function conditions({
	state,
	search,
}: {
	state: "in" | "left" | "all";
	search?: string | undefined;
}): RawBuilder<unknown> {
	// Who became one with somebody else is that other person.
	const all = [sql`u.merged_into_id is null`];
	if (state !== "all") all.push(sql`u.is_active = ${state === "in"}`, signsIn);
	if (search) {
		const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
		all.push(sql`(u.name ilike ${like} or u.email ilike ${like})`);
	}
	return sql.join(all, sql` and `);
}

function memberOf(row: MemberColumns): MemberJson {
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		role: row.role,
		roleId: row.roleId ?? row.role,
		roleName: row.roleName,
		team: row.teamId !== null && row.teamName !== null ? { id: row.teamId, name: row.teamName } : null,
		isActive: row.isActive,
		signsIn: row.signsIn,
		secondFactor: row.secondFactor,
		lastSignInAt: row.lastSignInAt === null ? null : new Date(row.lastSignInAt).toISOString(),
	};
}
