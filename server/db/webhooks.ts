import { sql, type Transaction } from "kysely";
import type { WebhookEvent, WebhookJson } from "../../core/contract/webhooks.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** An address that hears of what happens. */
export interface WebhookRow {
	id: string;
	url: string;
	description: string;
	events: WebhookEvent[];
	withView: boolean;
	state: WebhookJson["state"];
	disabledReason: WebhookJson["disabledReason"];
	secretsSealed: string | null;
	secretSince: Instant;
	previousUntil: Instant | null;
	actsAs: string;
	actsAsName: string | null;
	failures: number;
	failingSince: Instant | null;
	holdUntil: Instant | null;
	deliveredAt: Instant | null;
	waiting: number;
	version: number;
	updatedAt: Instant;
}

/** What of an address may be set. */
export type WebhookFields = {
	[Name in Exclude<keyof WebhookRow, "id" | "actsAsName" | "waiting" | "version" | "updatedAt">]?:
		| WebhookRow[Name]
		| undefined;
};

/** Everything but what an address cannot be without has a default. */
export type NewWebhook = Pick<WebhookRow, "id" | "url" | "events" | "secretsSealed" | "secretSince" | "actsAs"> &
	WebhookFields;

const MOST = 200;

/** All addresses, oldest first. */
export async function listWebhooks(db: Db): Promise<WebhookRow[]> {
	return rows(db).orderBy("w.id").limit(MOST).execute() as Promise<WebhookRow[]>;
}

/** One address; null where there is none of that id. */
export async function findWebhook(db: Db, id: string): Promise<WebhookRow | null> {
	const row = await rows(db).where("w.id", "=", id).executeTakeFirst();
	return (row as WebhookRow | undefined) ?? null;
}

/** Puts an address in. */
export async function insertWebhook(trx: Transaction<Tables>, tenantId: number, row: NewWebhook): Promise<void> {
	const { id, url, events, secretsSealed, secretSince, actsAs } = row;
	await trx
		.insertInto("webhook_endpoints")
		.values({
			tenant_id: tenantId,
			id,
			url,
			events,
			secrets_sealed: secretsSealed,
			secret_since: timestamp(secretSince),
			acts_as: actsAs,
			...(row.description !== undefined && { description: row.description }),
			...(row.withView !== undefined && { with_view: row.withView }),
		})
		.execute();
}

/** Changes what is given. With `by`, a person's change: its version grows. */
export async function changeWebhook(
	trx: Transaction<Tables>,
	id: string,
	fields: WebhookFields,
	by?: { now: Instant },
): Promise<void> {
	const at = (moment: Instant | null) => (moment === null ? null : timestamp(moment));
	await trx
		.updateTable("webhook_endpoints")
		.set((q) => ({
			...(fields.url !== undefined && { url: fields.url }),
			...(fields.description !== undefined && { description: fields.description }),
			...(fields.events !== undefined && { events: fields.events }),
			...(fields.withView !== undefined && { with_view: fields.withView }),
			...(fields.state !== undefined && { state: fields.state }),
			...(fields.disabledReason !== undefined && { disabled_reason: fields.disabledReason }),
			...(fields.secretsSealed !== undefined && { secrets_sealed: fields.secretsSealed }),
			...(fields.secretSince !== undefined && { secret_since: timestamp(fields.secretSince) }),
			...(fields.previousUntil !== undefined && { previous_until: at(fields.previousUntil) }),
			...(fields.actsAs !== undefined && { acts_as: fields.actsAs }),
			...(fields.failures !== undefined && { failures: fields.failures }),
			...(fields.failingSince !== undefined && { failing_since: at(fields.failingSince) }),
			...(fields.holdUntil !== undefined && { hold_until: at(fields.holdUntil) }),
			...(fields.deliveredAt !== undefined && { delivered_at: at(fields.deliveredAt) }),
			...(by && { version: q("version", "+", 1), updated_at: timestamp(by.now) }),
		}))
		.where("id", "=", id)
		.execute();
}

/** Holds an address until the transaction ends and gives it; null where there is none. */
export async function lockWebhook(trx: Transaction<Tables>, id: string): Promise<WebhookRow | null> {
	await trx.selectFrom("webhook_endpoints").select("id").where("id", "=", id).forUpdate().execute();
	return findWebhook(trx, id);
}

/** Takes an address away with all that was sent to it. False where there was none. */
export async function deleteWebhook(trx: Transaction<Tables>, id: string): Promise<boolean> {
	const gone = await trx.deleteFrom("webhook_endpoints").where("id", "=", id).returning("id").executeTakeFirst();
	return gone !== undefined;
}

function rows(db: Db) {
	return db
		.selectFrom("webhook_endpoints as w")
		.leftJoin("users as u", (join) => join.onRef("u.tenant_id", "=", "w.tenant_id").onRef("u.id", "=", "w.acts_as"))
		.select([
			"w.id",
			"w.url",
			"w.description",
			"w.events",
			"w.with_view as withView",
			"w.state",
			"w.disabled_reason as disabledReason",
			"w.secrets_sealed as secretsSealed",
			"w.secret_since as secretSince",
			"w.previous_until as previousUntil",
			"w.acts_as as actsAs",
			"u.name as actsAsName",
			"w.failures",
			"w.failing_since as failingSince",
			"w.hold_until as holdUntil",
			"w.delivered_at as deliveredAt",
			"w.version",
			"w.updated_at as updatedAt",
			sql<number>`(select count(*)::int from (select 1 from webhook_deliveries d
				where d.tenant_id = w.tenant_id and d.endpoint_id = w.id and d.state = 'waiting' limit 10000) x)`.as("waiting"),
		]);
}
