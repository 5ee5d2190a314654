import type { Db } from "../db/connect.ts";
import type { Principal, VisibleOwners } from "./principal.ts";

/** Whether the principal may see a record of this owner. */
export function seesOwner({ visibleOwners }: Pick<Principal, "visibleOwners">, ownerId: string | null): boolean {
	return visibleOwners === "all" || (ownerId !== null && visibleOwners.includes(ownerId));
}

/** Everyone in the teams that the user leads and in all teams beneath them, of any depth, and the user. */
export async function ownersBeneath(db: Db, userId: string): Promise<VisibleOwners> {
	const beneath = await db
		.withRecursive("led(id)", (q) =>
			q
				.selectFrom("teams")
				.select("id")
				.where("manager_id", "=", userId)
				// union, not union all: a loop of teams in imported data ends instead of turning forever.
				.union(q.selectFrom("teams").innerJoin("led", "led.id", "teams.parent_id").select("teams.id")),
		)
		.selectFrom("users")
		.innerJoin("led", "led.id", "users.team_id")
		.select("users.id")
		.distinct()
		.execute();
	return [...new Set([userId, ...beneath.map((user) => user.id)])];
}
