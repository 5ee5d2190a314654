import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { allAudit } from "../db/audit-entries.ts";
import type { Deps } from "../deps.ts";
import { recordAudit } from "./record.ts";

/**
 * The whole chain as lines of JSON, oldest first: a line about the file, then each entry as it was hashed, with its hash
 * and the one before it, and last where the chain stood. `cli/verify-audit-export.mjs` checks it without us.
 */
export async function exportAudit(c: Context<AppEnv>, deps: Deps): Promise<Response> {
	const { tenantId, userId, name: actor } = c.var.principal;
	const { database, now } = deps;
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const writer = writable.getWriter();
	let rows = 0;
	const line = (value: object) => writer.write(Buffer.from(`${JSON.stringify(value)}\n`));
	const write = () =>
		database.inTenant(tenantId, async (trx) => {
			const workspace = await trx.selectFrom("tenants").select(["slug", "name"]).executeTakeFirstOrThrow();
			await line({ courtside: "audit", version: 1, workspace: workspace.slug, name: workspace.name, at: iso(now()) });
			let head = { seq: 0, hash: "" };
			for await (const batch of allAudit(trx, { filter: {}, sort: { key: "at", descending: false } })) {
				for (const row of batch) {
					const { seq, at, previousHash, hash, actorId, actor: who, action, entity, entityId, detail, requestId } = row;
					head = { seq: Number(seq), hash: hash.toString("hex") };
					const entry = { occurredAt: at, actorId, actor: who, action, entity, entityId, detail, requestId };
					await line({ seq: head.seq, ...entry, previousHash: previousHash.toString("hex"), hash: head.hash });
				}
				rows += batch.length;
			}
			await line({ end: head });
		});
	// Not awaited: the answer begins while it is written. A fault cuts the connection, and the last line is missing.
	void write()
		.then(
			() => writer.close(),
			(error: unknown) => {
				c.var.log().warn({ err: error }, "an export of the audit ended early");
				return writer.abort(error).catch(() => undefined);
			},
		)
		.then(() =>
			database.inTenant(tenantId, (trx) =>
				recordAudit(trx, {
					tenantId,
					actorId: userId,
					actor,
					action: "audit.exported",
					detail: { rows },
					requestId: c.var.requestId,
				}),
			),
		)
		.catch((error: unknown) => c.var.log().error({ err: error }, "an export of the audit could not be audited"));
	return c.body(readable, 200, {
		"content-type": "application/jsonl; charset=utf-8",
		"content-disposition": `attachment; filename="audit-${iso(now()).slice(0, 10)}.jsonl"`,
		"cache-control": "no-store",
	});
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
