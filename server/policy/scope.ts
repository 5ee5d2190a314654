import { type RawBuilder, sql } from "kysely";
import type { Db } from "../db/connect.ts";
import type { Principal, VisibleOwners } from "./principal.ts";

/** So many owners are carried as a list, which the database plans best by; beyond it they are looked up. */
export const MOST_LISTED = 2000;

/** Everyone in the teams that the user leads and in all teams beneath them, of any depth, and the user. */
export async function ownersBeneath(db: Db, tenantId: number, userId: string): Promise<VisibleOwners> {
	// The teams' places are kept beside them, so this costs what it finds and no walk.
	const beneath = await db
		.selectFrom("teams as led")
		.innerJoin("team_ancestors as a", "a.ancestor_id", "led.id")
		.innerJoin("users as u", "u.team_id", "a.team_id")
		.select("u.id")
		.where("led.tenant_id", "=", tenantId)
		.where("led.manager_id", "=", userId)
		.limit(MOST_LISTED + 1)
		.execute();
	if (beneath.length > MOST_LISTED) return { beneath: userId };
	return [...new Set([userId, ...beneath.map((user) => user.id)])];
}

/** The condition that a column holds an owner whose records are seen. */
export function ownedInSight(owner: RawBuilder<unknown>, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	if (visibleOwners === "all") return sql`true`;
	if (!("beneath" in visibleOwners)) return sql`${owner} = any(${visibleOwners}::uuid[])`;
	const { beneath } = visibleOwners;
	// One record asks for its owner's leaders, a list has all teams hashed: the planner chooses.
	return sql`${owner} in (select seen.id from users seen where seen.id = ${beneath}::uuid or exists (
		select from team_ancestors a join teams led on led.id = a.ancestor_id
		where a.team_id = seen.team_id and led.manager_id = ${beneath}::uuid))`;
}

/** Who leads somebody, from their own team up to the company. */
export type Leaders = ReadonlySet<string>;

/** Whether the principal may see a record of this owner, who is led by `leaders`. */
export function seesOwner(
	{ scope, userId }: Pick<Principal, "scope" | "userId">,
	ownerId: string | null,
	leaders: Leaders,
): boolean {
	if (scope === "all") return true;
	return ownerId !== null && (ownerId === userId || (scope === "team" && leaders.has(userId)));
}

/** The leaders of each of these people; whom the answer lacks, nobody leads. */
export async function leadersOf(db: Db, tenantId: number, userIds: readonly string[]): Promise<Map<string, Leaders>> {
	const leaders = new Map<string, Set<string>>();
	if (userIds.length === 0) return leaders;
	const rows = await db
		.selectFrom("users as u")
		.innerJoin("team_ancestors as a", "a.team_id", "u.team_id")
		.innerJoin("teams as led", "led.id", "a.ancestor_id")
		.select(["u.id", "led.manager_id as leader"])
		.where("u.tenant_id", "=", tenantId)
		.where("u.id", "in", userIds)
		.execute();
	for (const { id, leader } of rows) {
		if (leader !== null) leaders.set(id, (leaders.get(id) ?? new Set()).add(leader));
	}
	return leaders;
}

/** Whether the principal sees the records of this owner; asks the database only where no list says so. */
export async function maySeeOwner(
	db: Db,
	principal: Pick<Principal, "visibleOwners" | "tenantId">,
	ownerId: string | null,
): Promise<boolean> {
	const { visibleOwners, tenantId } = principal;
	if (visibleOwners === "all") return true;
	if (ownerId === null) return false;
	if (!("beneath" in visibleOwners)) return visibleOwners.includes(ownerId);
	const leaders = await leadersOf(db, tenantId, [ownerId]);
	return ownerId === visibleOwners.beneath || (leaders.get(ownerId)?.has(visibleOwners.beneath) ?? false);
}
