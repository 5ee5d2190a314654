import { type ChatPorts, chatDoc } from "../../core/contract/chat.ts";
import type { Client } from "../../core/contract/client.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Writer } from "../writer/writer.ts";
import { answerInChat } from "./answer-in-chat.ts";
import { choicesOf, choose } from "./choices.ts";
import { forgetMembers, memberPerson, noteMembers } from "./members.ts";
import { claimRequest, finishRequest, releaseRequest } from "./requests.ts";

/** What the ports of conversations are made of. */
export interface ChatWorld {
	publicUrl(): string;
	/** Absent or null: no language service is set. */
	writer?: Writer | null;
	clientAs(tenantId: number, person: { userId: string; locale: string }): Client;
}

/** What a host of conversations may use, bound to one tenant. */
export function chatPorts(
	{ publicUrl, clientAs, writer = null }: ChatWorld,
	{ database, now, host, tenantId }: { database: Database; now(): Instant; host: string; tenantId: number },
): ChatPorts {
	const reader = database.reader(tenantId);
	const keyed = (key: string) => ({ tenantId, host, key });
	return {
		publicUrl,
		claim: (key) => database.inTenant(tenantId, (trx) => claimRequest(trx, keyed(key), now())),
		done: (key) => database.inTenant(tenantId, (trx) => finishRequest(trx, keyed(key))),
		release: (key) => database.inTenant(tenantId, (trx) => releaseRequest(trx, keyed(key))),
		note: (team, seen) =>
			database.inTenant(tenantId, (trx) => noteMembers(trx, { tenantId, host: host as "slack" | "teams", team, seen })),
		personOf: (team, externalId) => memberPerson(reader, { tenantId, host, team, externalId }),
		as: (person) => clientAs(tenantId, person),
		hasAnswers: () => writer !== null,
		answer: (given) => answerInChat({ database, writer, now }, tenantId, given),
		async choices(userId) {
			const choices = (await choicesOf(reader, tenantId, [userId])).get(userId);
			if (!choices) throw new RangeError("choices are there for everybody");
			return choices;
		},
		choose: (userId, change) => database.inTenant(tenantId, (trx) => choose(trx, { tenantId, userId, change })),
		async message(id, userId) {
			if (!/^[0-9a-f-]{36}$/.test(id)) return null;
			const row = await reader
				.selectFrom("chat_messages")
				.select("doc")
				.where("tenant_id", "=", tenantId)
				.where("id", "=", id)
				.where("user_id", "=", userId)
				.executeTakeFirst();
			return row?.doc ? { doc: chatDoc.parse(row.doc) } : null;
		},
		async rate(id, userId, isHelpful) {
			if (!/^[0-9a-f-]{36}$/.test(id)) return;
			await database.inTenant(tenantId, (trx) =>
				trx
					.updateTable("chat_messages")
					.set({ is_helpful: isHelpful })
					.where("tenant_id", "=", tenantId)
					.where("id", "=", id)
					.where("user_id", "=", userId)
					.execute(),
			);
		},
		forgetTeam: (team) => database.inTenant(tenantId, (trx) => forgetMembers(trx, tenantId, host, team)),
	};
}
