import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import { type AuditRow, allAudit } from "../db/audit-entries.ts";
import type { Deps } from "../deps.ts";
import { streamFile } from "../tables/stream-file.ts";
import type { Sink } from "../tables/zip-stream.ts";
import { recordAudit } from "./record.ts";

/**
 * The whole chain as lines of JSON, oldest first: a line about the file, then each entry as it was hashed, with its hash
 * and the one before it, and last where the chain stood. `cli/verify-audit-export.mjs` checks it without us.
 */
export function exportAudit(c: Context<AppEnv>, deps: Deps): Response {
	const { tenantId, userId, name: actor } = c.var.principal;
	const { database, now } = deps;
	const at = new Date(now()).toISOString();
	let rows = 0;
	const write = (sink: Sink) =>
		database.inTenant(tenantId, async (trx) => {
			const line = (values: object[]) =>
				sink(Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join("")));
			const workspace = await trx.selectFrom("tenants").select(["slug", "name"]).executeTakeFirstOrThrow();
			await line([{ courtside: "audit", version: 1, workspace: workspace.slug, name: workspace.name, at }]);
			let end = { seq: 0, hash: "" };
			for await (const batch of allAudit(trx, { filter: {}, sort: { key: "seq", descending: false } })) {
				const lines = batch.map(lineOf);
				await line(lines);
				rows += batch.length;
				const last = lines.at(-1);
				if (last) end = { seq: last.seq, hash: last.hash };
			}
			await line([{ end }]);
		});
	return streamFile(c, {
		name: `audit-${at.slice(0, 10)}.jsonl`,
		type: "application/jsonl; charset=utf-8",
		write,
		after: (isWhole) =>
			database.inTenant(tenantId, (trx) =>
				recordAudit(trx, {
					tenantId,
					actorId: userId,
					actor,
					action: "audit.exported",
					detail: { rows, whole: isWhole },
					requestId: c.var.requestId,
				}),
			),
	});
}

/** The entry as it was hashed, with its hashes. */
function lineOf(row: AuditRow) {
	const { seq, at, previousHash, hash, actorId, actor, action, entity, entityId, detail, requestId } = row;
	return {
		seq: Number(seq),
		occurredAt: at,
		...{ actorId, actor, action, entity, entityId, detail, requestId },
		previousHash: previousHash.toString("hex"),
		hash: hash.toString("hex"),
	};
}
