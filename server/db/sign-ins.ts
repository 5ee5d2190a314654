import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";

/** A sign-in that has not ended. */
export interface OpenSignIn {
	id: string;
	userAgent: string | null;
	network: string | null;
	startedAt: Instant;
	lastUsedAt: Instant;
}

/** A person's sign-ins that were used since `since` and have not ended, the last used first. */
export async function listSignIns(
	db: Db,
	{ tenantId, userId }: { tenantId: number; userId: string },
	since: Instant,
): Promise<OpenSignIn[]> {
	const rows = await db
		.selectFrom("sign_ins")
		.select(["id", "user_agent", "network", "created_at", "last_used_at"])
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("ended_at", "is", null)
		.orderBy("last_used_at", "desc")
		.limit(200)
		.execute();
	return rows
		.filter((row) => row.last_used_at > since)
		.map((row) => ({
			id: row.id,
			userAgent: row.user_agent,
			network: row.network,
			startedAt: row.created_at,
			lastUsedAt: row.last_used_at,
		}));
}
