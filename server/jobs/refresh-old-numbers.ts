import { DAY_MS } from "../../core/model/instant.ts";
import { listModels } from "../db/models.ts";
import type { NumberJobDeps } from "./job-deps.ts";

/** Chances fall and quarters end while nobody changes anything: numbers older than this are computed again. */
const OLD_MS = 0.8 * DAY_MS;

/**
 * Has every workspace whose numbers are from yesterday rebuilt; called now and then. A workspace whose clock stands is
 * left alone, and so is one that has no numbers yet. Gives how many were asked for.
 */
export async function refreshOldNumbers({ database, jobs, now }: Omit<NumberJobDeps, "wakeRelay">): Promise<number> {
	const running = await database.asSystem((trx) =>
		trx.selectFrom("tenants").select("tenant_id").where("clock_at", "is", null).execute(),
	);
	let asked = 0;
	for (const { tenant_id: tenantId } of running) {
		// The newest, in use or waiting: a model that a person keeps in use grows old while numbers are rebuilt every day.
		const [model] = await listModels(database.reader(tenantId), "deal", 1);
		if (!model || now() - model.trainedAt < OLD_MS) continue;
		await jobs.enqueue("rebuild-numbers", { tenantId }, { dedupId: `rebuild-${tenantId}` });
		asked++;
	}
	return asked;
}
