import type { Transaction } from "kysely";
import { type ChatChoices, chatChoices } from "../../core/contract/chat.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";

/** What people want to hear and when; the usual for those who never said. */
export async function choicesOf(
	db: Db,
	tenantId: number,
	userIds: readonly string[],
): Promise<Map<string, ChatChoices>> {
	const rows =
		userIds.length === 0
			? []
			: await db
					.selectFrom("chat_choices")
					.select(["user_id", "choices"])
					.where("tenant_id", "=", tenantId)
					.where("user_id", "in", userIds)
					.execute();
	const said = new Map(rows.map((row) => [row.user_id, chatChoices.parse(row.choices)]));
	return new Map(userIds.map((id) => [id, said.get(id) ?? chatChoices.parse({})]));
}

/** Changes what is given and gives what holds. */
export async function choose(
	trx: Transaction<Tables>,
	given: { tenantId: number; userId: string; change: Partial<ChatChoices> },
): Promise<ChatChoices> {
	const { tenantId, userId, change } = given;
	const before = (await choicesOf(trx, tenantId, [userId])).get(userId);
	const choices = chatChoices.parse({ ...before, ...change });
	await trx
		.insertInto("chat_choices")
		.values({ tenant_id: tenantId, user_id: userId, choices: jsonb(choices) })
		.onConflict((conflict) => conflict.columns(["tenant_id", "user_id"]).doUpdateSet({ choices: jsonb(choices) }))
		.execute();
	return choices;
}
