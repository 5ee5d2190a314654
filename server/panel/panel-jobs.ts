import { sql } from "kysely";
import { speakerKey, toSegments } from "../../core/coaching/transcript/to-segments.ts";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import { chatAddresses } from "../chat/members.ts";
import type { Database } from "../db/connect.ts";
import { addSpeakers } from "../db/meeting-people.ts";
import { saveSegments } from "../db/meeting-words.ts";
import { markTold, panelMeeting, panelsOf } from "../db/panel-meetings.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { readOrRefuse } from "../meetings/take-transcript.ts";
import { panelHostOf } from "./panel-sign-in.ts";

/** What the background of panels works with. */
export interface PanelJobDeps {
	database: Database;
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	now(): Instant;
	wakeRelay(): void;
}

/** Starts fetching transcripts of meetings, and telling reps that their summary is there. */
export async function workOnPanels(jobs: Jobs, deps: PanelJobDeps): Promise<void> {
	await jobs.work("take-panel-transcript", (given) => takePanelTranscript({ ...deps, jobs }, given));
	await jobs.work("tell-panel", (given) => tellPanel(deps, given));
}

/**
 * Fetches a transcript and makes it the words of its meeting. A meeting that has words, from live listening or from the
 * same transcript, keeps them: so news that comes twice makes one summary.
 */
export async function takePanelTranscript(
	deps: PanelJobDeps & { jobs: Pick<Jobs, "enqueueCoalesced"> },
	given: { tenantId: number; host: string; meetingId: string; transcriptId: string },
): Promise<void> {
	const { tenantId, meetingId, transcriptId } = given;
	const { panel, id } = panelHostOf(deps, given.host);
	const db = deps.database.reader(tenantId);
	const row = await panelMeeting(db, tenantId, id, meetingId);
	if (!row?.vendorId || !row.organiserId) return;
	const meeting = { id: row.vendorId, organiserId: row.organiserId };
	const text = await panel.transcript(meeting, transcriptId, deps.portsOf(id, tenantId));
	const { cues } = readOrRefuse(text, [], { locale: "en", zone: "UTC" });
	const isTaken = await deps.database.inTenant(tenantId, async (trx) => {
		await sql`select id from meetings where id = ${meetingId}::uuid for update`.execute(trx);
		const words = await trx
			.selectFrom("meeting_segments")
			.select("segment_id")
			.where("meeting_id", "=", meetingId)
			.limit(1)
			.executeTakeFirst();
		if (words) return false;
		const ours = await trx.selectFrom("users").select("name").where("tenant_id", "=", tenantId).execute();
		const reps = new Set(ours.map(({ name }) => speakerKey(name)));
		const segments = toSegments(cues, (name) => (reps.has(speakerKey(name)) ? "rep" : "customer"));
		await saveSegments(
			trx,
			tenantId,
			meetingId,
			segments.map((segment) => ({ segment, isRetracted: false, editedBy: null })),
		);
		const names = cues.flatMap(({ speaker }) => (speaker === null ? [] : [[speakerKey(speaker), speaker] as const]));
		await addSpeakers(trx, tenantId, meetingId, new Map(names));
		// Its panel was open and heard nothing: this is what was said.
		await trx.updateTable("meetings").set({ state: "processing" }).where("id", "=", meetingId).execute();
		await wantSteps(trx, tenantId, meetingId);
		return true;
	});
	if (!isTaken) return;
	await sendSteps(deps.jobs, tenantId, meetingId);
	deps.wakeRelay();
}

/** Tells a meeting's rep, once and where they are known there, that its summary is ready. */
export async function tellPanel(
	deps: PanelJobDeps,
	{ tenantId, meetingId }: { tenantId: number; meetingId: string },
): Promise<void> {
	const { database, hosts, portsOf, now } = deps;
	for (const { host: hostId, ownerId, title } of await panelsOf(database.reader(tenantId), tenantId, meetingId)) {
		const { id: host, panel } = panelHostOf({ hosts }, hostId);
		if (ownerId === null) continue;
		const [known] = await chatAddresses(database.reader(tenantId), tenantId, host, [ownerId]);
		if (!known) continue;
		const notice = { personId: known.externalId, kind: "summary" as const, meetingId, title };
		// In one transaction: whoever could not be told is told by the next try, and nobody twice.
		await database.inTenant(tenantId, async (trx) => {
			if (await markTold(trx, { tenantId, host, meetingId, now: now() }))
				await panel.tell(notice, portsOf(host, tenantId));
		});
	}
}
