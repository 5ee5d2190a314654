import { text } from "node:stream/consumers";
import { z } from "zod";
import { dateIn, type Instant, type PlainDate } from "../../core/model/instant.ts";
import type { Sealer } from "../auth/seal.ts";
import type { Database, Db } from "../db/connect.ts";
import type { Storage } from "../storage/storage.ts";

/** How far a chain had come. */
export interface Seal {
	day: PlainDate;
	seq: number;
	/** Of the entry with that number, in hex. */
	hash: string;
}

const content = z.object({ tenantId: z.int(), day: z.iso.date(), seq: z.int(), hash: z.string(), at: z.int() });
const FOLDER = "audit-seals/";

/** What sealing works with. */
export interface SealDeps {
	database: Database;
	storage: Storage;
	sealer: Sealer;
	now(): Instant;
}

/**
 * Seals where each workspace's chain stands, once a day, in the database and in the file storage: whoever would make the
 * chain anew needs the database, the files and the master key.
 */
export async function sealAudits({ database, storage, sealer, now }: SealDeps): Promise<void> {
	const at = now();
	const day = dateIn("UTC", at);
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	for (const { tenant_id: tenantId } of tenants) {
		const sealed = await database.inTenant(tenantId, async (trx) => {
			const head = await trx.selectFrom("audit_heads").select(["seq", "hash"]).executeTakeFirst();
			if (!head || head.seq === 0n) return null;
			const seal = { tenantId, day, seq: Number(head.seq), hash: head.hash.toString("hex"), at };
			const value = sealer.seal(JSON.stringify(seal), placeOf(tenantId));
			const made = await trx
				.insertInto("audit_seals")
				.values({ tenant_id: tenantId, day, sealed: value })
				.onConflict((conflict) => conflict.doNothing())
				.returning("day")
				.executeTakeFirst();
			return made ? value : null;
		});
		if (sealed) await storage.put(tenantId, `${FOLDER}${day}`, sealed);
	}
}

/** The seals of a workspace from both places that this installation's keys open; `unreadable` counts the others. */
export async function sealsOf(
	db: Db,
	storage: Storage,
	sealer: Sealer,
	tenantId: number,
): Promise<{ seals: Seal[]; unreadable: number }> {
	const rows = await db.selectFrom("audit_seals").select("sealed").where("tenant_id", "=", tenantId).execute();
	const values = new Set(rows.map(({ sealed }) => sealed));
	for (const { key } of await storage.list(tenantId, FOLDER)) {
		const file = await storage.get(tenantId, key);
		if (file) values.add(await text(file.stream));
	}
	const seals: Seal[] = [];
	let unreadable = 0;
	for (const value of values) {
		const seal = opened(value, sealer, tenantId);
		if (seal) seals.push(seal);
		else unreadable += 1;
	}
	return { seals: seals.sort((a, b) => a.seq - b.seq), unreadable };
}

function opened(value: string, sealer: Sealer, tenantId: number): Seal | null {
	try {
		const seal = content.parse(JSON.parse(sealer.open(value, placeOf(tenantId))));
		return seal.tenantId === tenantId ? seal : null;
	} catch {
		return null;
	}
}

function placeOf(tenantId: number): string {
	return `audit_seals.sealed.${tenantId}`;
}
