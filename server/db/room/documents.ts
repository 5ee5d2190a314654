import { sql } from "kysely";
import { CourtsideError } from "../../../core/contract/problem.ts";
import type { Instant } from "../../../core/model/instant.ts";
import { DOCUMENTS_MOST } from "../../../core/model/room.ts";
import type { Db } from "../connect.ts";
import type { Writer } from "../own-write.ts";
import { timestamp } from "../values.ts";
import { tellOfRoom } from "./room-deal.ts";

/** A file or link of a deal. */
export interface DocumentRow {
	id: string;
	name: string;
	url: string | null;
	bytes: bigint | null;
	addedBy: string | null;
	addedByName: string | null;
	addedAt: Instant;
}

/** A stored file, or where a link leads. */
export type NewDocument =
	| { name: string; url: string }
	| { id: string; name: string; storageKey: string; mediaType: string; bytes: number; sha256: string };

/** Newest first. */
export async function listDocuments(db: Db, dealId: string): Promise<DocumentRow[]> {
	const { rows } = await sql<DocumentRow>`select f.id, f.name, f.url, f.bytes, f.added_by as "addedBy",
			u.name as "addedByName", f.added_at as "addedAt"
		from deal_documents f left join users u on u.id = f.added_by
		where f.deal_id = ${dealId}::uuid order by f.added_at desc, f.id desc limit ${sql.lit(DOCUMENTS_MOST)}`.execute(db);
	return rows;
}

/** Where a deal's file lies; null where it is none of this deal, or a link. */
export async function findFile(
	db: Db,
	dealId: string,
	documentId: string,
): Promise<{ name: string; storageKey: string; mediaType: string } | null> {
	const row = await db
		.selectFrom("deal_documents")
		.select(["name", "storage_key as storageKey", "media_type as mediaType"])
		.where("deal_id", "=", dealId)
		.where("id", "=", documentId)
		.executeTakeFirst();
	if (!row?.storageKey) return null;
	return { name: row.name, storageKey: row.storageKey, mediaType: row.mediaType ?? "application/octet-stream" };
}

/** Whether the deal has room for one more. Throws unprocessable. */
export async function requireRoomForDocument(db: Db, dealId: string): Promise<void> {
	const { n } = await db
		.selectFrom("deal_documents")
		.select(sql<number>`count(*)::int`.as("n"))
		.where("deal_id", "=", dealId)
		.executeTakeFirstOrThrow();
	if (n < DOCUMENTS_MOST) return;
	throw new CourtsideError("unprocessable", `A deal holds ${DOCUMENTS_MOST} documents. Take out what is old.`);
}

/** Adds a file that is stored already, or a link, and gives its id. */
export async function addDocument(writer: Writer, dealId: string, document: NewDocument): Promise<string> {
	const { trx, principal, now } = writer;
	const common = {
		tenant_id: principal.tenantId,
		deal_id: dealId,
		name: document.name,
		added_by: principal.userId,
		added_at: timestamp(now),
	};
	const { id } = await trx
		.insertInto("deal_documents")
		.values(
			"url" in document
				? { ...common, url: document.url }
				: {
						...common,
						id: document.id,
						storage_key: document.storageKey,
						media_type: document.mediaType,
						bytes: BigInt(document.bytes),
						sha256: document.sha256,
					},
		)
		.returning("id")
		.executeTakeFirstOrThrow();
	const detail = { documentId: id, name: document.name, ...("sha256" in document ? { sha256: document.sha256 } : {}) };
	await tellOfRoom(writer, dealId, "deal.document_added", detail);
	return id;
}

/** Takes a document out and gives where its file lies, to be deleted after the commit. Null where there is none. */
export async function removeDocument(
	writer: Writer,
	dealId: string,
	documentId: string,
): Promise<{ storageKey: string | null } | null> {
	const gone = await writer.trx
		.deleteFrom("deal_documents")
		.where("deal_id", "=", dealId)
		.where("id", "=", documentId)
		.returning(["storage_key as storageKey", "name"])
		.executeTakeFirst();
	if (!gone) return null;
	await tellOfRoom(writer, dealId, "deal.document_removed", { documentId, name: gone.name });
	return { storageKey: gone.storageKey };
}
