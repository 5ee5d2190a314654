import type { Instant } from "../../core/model/instant.ts";
import type { User } from "../../core/model/user.ts";
import type { Db } from "../db/connect.ts";

/** Somebody whose call for a node is waited for each round. */
export interface ExpectedCall {
	authorId: string;
	nodeId: string;
	/** Before it nobody could have known. */
	expectedSince: Instant;
}

/** Whose calls are waited for: every active rep's own, and that of whoever leads a team. */
export async function expectedCalls(
	db: Db,
	users: readonly User[],
	teams: readonly { id: string; managerId: string | null }[],
): Promise<ExpectedCall[]> {
	const rows = await db.selectFrom("users").select(["id", "created_at"]).where("is_active", "=", true).execute();
	const since = new Map(rows.map((row) => [row.id, row.created_at]));
	const own = users.filter((u) => u.isActive && u.role === "rep").map((u) => ({ authorId: u.id, nodeId: u.id }));
	const led = teams.flatMap(({ id, managerId }) => (managerId === null ? [] : [{ authorId: managerId, nodeId: id }]));
	return [...own, ...led].flatMap((expected) => {
		const expectedSince = since.get(expected.authorId);
		return expectedSince === undefined ? [] : [{ ...expected, expectedSince }];
	});
}
