import { sql, type Transaction } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** Tokens that were spent on a meeting ever, and by the workspace on a day. */
export async function tokensSpent(
	db: Db,
	meetingId: string,
	day: PlainDate,
): Promise<{ meeting: number; today: number }> {
	const { rows } = await sql<{ meeting: number; today: number }>`select
			coalesce(sum(tokens_in + tokens_out) filter (where meeting_id = ${meetingId}::uuid), 0)::float8 as meeting,
			coalesce(sum(tokens_in + tokens_out) filter (where day = ${day}::date), 0)::float8 as today
		from tokens_spent where meeting_id = ${meetingId}::uuid or day = ${day}::date`.execute(db);
	return rows[0] ?? { meeting: 0, today: 0 };
}

/** Counts tokens that were spent. */
export async function spendTokens(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	day: PlainDate,
	spent: { tokensIn: number; tokensOut: number },
): Promise<void> {
	await trx
		.insertInto("tokens_spent")
		.values({
			tenant_id: tenantId,
			meeting_id: meetingId,
			day,
			tokens_in: spent.tokensIn,
			tokens_out: spent.tokensOut,
			calls: 1,
		})
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "day", "meeting_id"]).doUpdateSet({
				tokens_in: sql`tokens_spent.tokens_in + excluded.tokens_in`,
				tokens_out: sql`tokens_spent.tokens_out + excluded.tokens_out`,
				calls: sql`tokens_spent.calls + 1`,
			}),
		)
		.execute();
}
