import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { PanelWatchJson } from "../../core/contract/panel.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import { keepWatch, type PanelMeetingRow, panelMeeting } from "../db/panel-meetings.ts";
import type { Deps } from "../deps.ts";
import type { PanelHost } from "./panel-sign-in.ts";

/** A watch that ends sooner is asked for anew. */
const ENOUGH_MS = 6 * 60 * 60_000;

type WatchDeps = Pick<Deps, "database" | "portsOf" | "now"> & { publicUrl(): string };

/**
 * Has the vendor tell of the meeting's transcript. It tells only those who asked before the transcription began, so the
 * panel asks as soon as it is opened. What cannot be is an outcome: the panel says what to do.
 */
export async function watchMeeting(
	deps: WatchDeps,
	host: PanelHost,
	given: { tenantId: number; meetingId: string; token: string; joinUrl: string },
): Promise<PanelWatchJson> {
	const { tenantId, meetingId, token, joinUrl } = given;
	const row = await panelMeeting(deps.database.reader(tenantId), tenantId, host.id, meetingId);
	if (!row) throw new CourtsideError("not_found", "The panel was not opened in this meeting.");
	if (row.watchUntil !== null && row.watchUntil > deps.now() + ENOUGH_MS) return on(row.watchUntil);
	const ports = deps.portsOf(host.id, tenantId);
	try {
		const { person, ...found } = {
			person: await host.panel.personOf(token, ports),
			meeting: await host.panel.findMeeting(token, joinUrl, ports),
		};
		if (!found.meeting) return { state: "unknown", until: null };
		const organiserId = found.meeting.organiserId ?? person.externalId;
		return on(await beginWatch(deps, host, { tenantId, meetingId, vendorId: found.meeting.id, organiserId }));
	} catch (fault) {
		if (!(fault instanceof CourtsideError) || fault.code === "not_signed_in") throw fault;
		ports.log.warn("a meeting is not watched", { reason: fault.message });
		return { state: fault.code === "forbidden" ? "consent" : "failed", until: null };
	}
}

/** Asks for a new watch and keeps it. */
export async function beginWatch(
	deps: WatchDeps,
	host: PanelHost,
	given: { tenantId: number; meetingId: string; vendorId: string; organiserId: string },
): Promise<number> {
	const { tenantId, meetingId, vendorId, organiserId } = given;
	const { slug } = await deps.database
		.reader(tenantId)
		.selectFrom("tenants")
		.select("slug")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const { token: state, hash } = makeToken();
	const notifyUrl = `${deps.publicUrl()}/hooks/${host.id}/${slug}/news`;
	const { watchId, until } = await host.panel.watch(
		{ id: vendorId, organiserId },
		{ notifyUrl, state },
		deps.portsOf(host.id, tenantId),
	);
	await deps.database.inTenant(tenantId, (trx) =>
		keepWatch(trx, { tenantId, host: host.id, meetingId, vendorId, organiserId, watchId, state: hash, until }),
	);
	return until;
}

/** Whether news bears the state of its watch. */
export function isOfWatch(row: PanelMeetingRow, state: string): boolean {
	return row.watchState !== null && hashToken(state).equals(row.watchState);
}

function on(until: number): PanelWatchJson {
	return { state: "on", until: new Date(until).toISOString() };
}
