import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { SealedPlace, Vault } from "../auth/vault.ts";
import { newId } from "../intake/new-id.ts";
import { MAIL_KINDS, type MailContent, type MailKind } from "../mail/mail-kinds.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A mail to be written down. */
export interface NewMail {
	tenantId: number;
	/** The person it goes to; null where there is none yet. */
	userId: string | null;
	kind: MailKind;
	to: string;
	/** The language it is read in. */
	locale: string;
	content: MailContent;
	/** What makes two of them the same: the second is not put in. */
	dedupKey?: string;
}

/** Writes a mail down in the business transaction; a job sends it after the commit. Null when it was there already. */
export async function putMail(trx: Transaction<Tables>, vault: Vault, mail: NewMail): Promise<string | null> {
	const id = newId();
	const row = await trx
		.insertInto("mails")
		.values({
			tenant_id: mail.tenantId,
			id,
			user_id: mail.userId,
			kind: mail.kind,
			to_address: mail.to,
			locale: mail.locale,
			content_sealed: await vault.seal(trx, JSON.stringify(mail.content), placeOf(mail.tenantId, id)),
			dedup_key: mail.dedupKey ?? null,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	return row?.id ?? null;
}

/** Whether a mail with this key was written down before. */
export async function hasMail(db: Db, tenantId: number, dedupKey: string): Promise<boolean> {
	const row = await db
		.selectFrom("mails")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("dedup_key", "=", dedupKey)
		.executeTakeFirst();
	return row !== undefined;
}

/** A mail whose turn it is. */
export interface DueMail {
	kind: MailKind;
	to: string;
	locale: string;
	/** Null when the key that sealed it is not here any more. */
	content: MailContent | null;
	/** This try counted. */
	attempts: number;
}

/** Takes a mail that is due until `claimUntil`: nobody else takes it before, and after a crash it is due again. */
export async function claimMail(
	trx: Transaction<Tables>,
	vault: Vault,
	given: { tenantId: number; id: string; now: Instant; claimUntil: Instant },
): Promise<DueMail | null> {
	const row = await trx
		.updateTable("mails")
		.set((q) => ({ attempts: q("attempts", "+", 1), next_attempt_at: timestamp(given.claimUntil) }))
		.where("tenant_id", "=", given.tenantId)
		.where("id", "=", given.id)
		.where("state", "=", "waiting")
		.where("next_attempt_at", "<=", sql<number>`${timestamp(given.now)}::timestamptz`)
		.returning(["kind", "to_address", "locale", "content_sealed", "attempts"])
		.executeTakeFirst();
	if (!row) return null;
	const content = await openContent(trx, vault, placeOf(given.tenantId, given.id), row.content_sealed);
	return { kind: kindOf(row.kind), to: row.to_address, locale: row.locale, content, attempts: row.attempts };
}

/** Writes down how a try ended. What a mail server took is wiped: only that it was sent is kept. */
export async function settleMail(
	trx: Transaction<Tables>,
	given: { tenantId: number; id: string; now: Instant },
	outcome:
		| { state: "sent" | "kept" }
		| { state: "waiting"; nextAttemptAt: Instant; reason: string }
		| { state: "failed"; reason: string },
): Promise<void> {
	await trx
		.updateTable("mails")
		.set({
			state: outcome.state,
			...("reason" in outcome ? { last_error: outcome.reason } : { last_error: null }),
			...(outcome.state === "waiting"
				? { next_attempt_at: timestamp(outcome.nextAttemptAt) }
				: { settled_at: timestamp(given.now) }),
			...(outcome.state === "sent" && { content_sealed: null }),
		})
		.where("tenant_id", "=", given.tenantId)
		.where("id", "=", given.id)
		.execute();
}

/** A mail as the mailbox lists it. */
export interface ListedMail {
	id: string;
	kind: MailKind;
	to: string;
	state: "waiting" | "sent" | "kept" | "failed";
	error: string | null;
	attempts: number;
	createdAt: Instant;
}

/** The newest mails of the workspace; of one state, or the one of an id, where that is given. */
export async function listMails(
	db: Db,
	tenantId: number,
	limit: number,
	only: { state?: ListedMail["state"]; id?: string } = {},
): Promise<ListedMail[]> {
	const rows = await db
		.selectFrom("mails")
		.select(["id", "kind", "to_address", "state", "last_error", "attempts", "created_at"])
		.where("tenant_id", "=", tenantId)
		.$if(only.state !== undefined, (query) => query.where("state", "=", only.state ?? "failed"))
		.$if(only.id !== undefined, (query) => query.where("id", "=", only.id ?? ""))
		.orderBy("created_at", "desc")
		.limit(limit)
		.execute();
	return rows.map(({ kind, to_address, last_error, created_at, ...row }) => ({
		...row,
		kind: kindOf(kind),
		to: to_address,
		error: last_error,
		createdAt: created_at,
	}));
}

/** A mail with what it says, as long as that is kept; null otherwise. */
export async function readMail(
	db: Db,
	vault: Vault,
	tenantId: number,
	id: string,
): Promise<(Omit<DueMail, "attempts" | "content"> & { content: MailContent; createdAt: Instant }) | null> {
	const row = await db
		.selectFrom("mails")
		.select(["kind", "to_address", "locale", "content_sealed", "created_at"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	const content = row ? await openContent(db, vault, placeOf(tenantId, id), row.content_sealed) : null;
	if (!row || !content) return null;
	return { kind: kindOf(row.kind), to: row.to_address, locale: row.locale, content, createdAt: row.created_at };
}

/** Makes a failed mail due again, with its tries forgotten. False when there is no failed one of that id. */
export async function reviveMail(trx: Transaction<Tables>, tenantId: number, id: string): Promise<boolean> {
	const row = await trx
		.updateTable("mails")
		.set({ state: "waiting", attempts: 0, next_attempt_at: sql`now()`, settled_at: null })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "=", "failed")
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

async function openContent(
	db: Db,
	vault: Vault,
	place: SealedPlace,
	sealed: string | null,
): Promise<MailContent | null> {
	if (sealed === null) return null;
	try {
		return JSON.parse(await vault.open(db, sealed, place)) as MailContent;
	} catch {
		return null;
	}
}

function placeOf(tenantId: number, id: string): SealedPlace {
	return { tenantId, table: "mails", column: "content_sealed", row: id };
}

function kindOf(text: string): MailKind {
	const kind = MAIL_KINDS.find((known) => known === text);
	if (!kind) throw new Error(`a mail of an unknown kind: ${text}`);
	return kind;
}
