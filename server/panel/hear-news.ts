import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { PanelNews } from "../../core/contract/panel-door.ts";
import { keepWatch, meetingOfWatch } from "../db/panel-meetings.ts";
import type { Deps } from "../deps.ts";
import type { PanelHost } from "./panel-sign-in.ts";
import { beginWatch, isOfWatch } from "./watch-meeting.ts";

/**
 * Hears what a vendor tells of the meetings it watches for a workspace. News of no watch of ours, or with another state,
 * is dropped; the same news again asks for what was asked for already. Gives how many were taken.
 */
export async function hearNews(
	deps: Pick<Deps, "database" | "portsOf" | "now" | "jobs" | "log"> & { publicUrl(): string },
	host: PanelHost,
	tenantId: number,
	news: readonly PanelNews[],
): Promise<number> {
	let taken = 0;
	for (const one of news) {
		const row = await meetingOfWatch(deps.database.reader(tenantId), tenantId, host.id, one.watchId);
		if (!row || !isOfWatch(row, one.state)) {
			deps.log.warn({ host: host.id, tenantId }, "news of no meeting that is watched here was dropped");
			continue;
		}
		taken++;
		const { meetingId, vendorId, organiserId } = row;
		if (one.kind === "made") {
			if (one.transcriptId === null) continue;
			const payload = { tenantId, host: host.id, meetingId, transcriptId: one.transcriptId };
			await deps.jobs.enqueue("take-panel-transcript", payload, {
				dedupId: `panel-transcript-${tenantId}-${meetingId}-${one.transcriptId}`,
			});
			continue;
		}
		if (vendorId === null || organiserId === null) continue;
		const anew = () => beginWatch(deps, host, { tenantId, meetingId, vendorId, organiserId });
		if (one.kind === "gone") {
			await anew();
			continue;
		}
		try {
			const { until } = await host.panel.watchOn(one.watchId, deps.portsOf(host.id, tenantId));
			const { watchId, watchState } = row;
			if (watchId !== null && watchState !== null)
				await deps.database.inTenant(tenantId, (trx) =>
					keepWatch(trx, {
						...{ tenantId, host: host.id, meetingId, vendorId, organiserId, watchId },
						state: watchState,
						until,
					}),
				);
		} catch (fault) {
			if (!(fault instanceof CourtsideError) || fault.code !== "not_found") throw fault;
			await anew();
		}
	}
	return taken;
}
