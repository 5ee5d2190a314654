import type { Ports } from "../../core/contract/host.ts";
import type { Database } from "../db/connect.ts";
import { addSpeakers } from "../db/meeting-people.ts";
import { listSegments, saveSegments } from "../db/meeting-words.ts";
import { appendEvent } from "../events/append.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { botOf } from "./bots.ts";
import { vendorCall } from "./vendor-call.ts";

/** What fetching works with. */
export interface FetchTranscriptDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueueCoalesced">;
	portsOf(host: string, tenantId: number): Ports;
}

/**
 * Fetches a meeting's whole transcript with the workspace's key: it takes the place of what was heard live, unless a
 * person has corrected words by then. Without a key what was heard live stays. Twice changes nothing.
 */
export async function fetchBotTranscript(
	{ database, jobs, portsOf }: FetchTranscriptDeps,
	{ tenantId, vendor, meetingId, ref }: { tenantId: number; vendor: string; meetingId: string; ref: string },
): Promise<void> {
	const bot = botOf(vendor);
	const call = bot && (await vendorCall({ portsOf }, tenantId, bot.vendor));
	if (!bot || !call) return;
	const { people, segments } = await bot.fetchTranscript(ref, call.apiUrl, call.apiKey, call.ask);
	if (segments.length === 0) return;
	const fresh = await database.inTenant(tenantId, async (trx) => {
		const meeting = await trx
			.selectFrom("meetings")
			.select("consent")
			.where("id", "=", meetingId)
			.forUpdate()
			.executeTakeFirst();
		const heard = await listSegments(trx, meetingId);
		if (meeting?.consent !== "given" && meeting?.consent !== "unasked") return 0;
		if (heard.some(({ editedBy }) => editedBy !== null)) return 0;
		const isStill = new Set(segments.map(({ segmentId }) => segmentId));
		const gone = heard.filter(({ segmentId }) => !isStill.has(segmentId));
		const revOf = new Map(heard.map(({ segmentId, rev, text }) => [segmentId, { rev, text }]));
		const fresh = await saveSegments(trx, tenantId, meetingId, [
			...gone.map((segment) => ({ segment: { ...segment, rev: segment.rev + 1 }, isRetracted: true, editedBy: null })),
			...segments.map((segment) => {
				const before = revOf.get(segment.segmentId);
				const rev = before && before.text !== segment.text ? before.rev + 1 : segment.rev;
				return { segment: { ...segment, rev }, isRetracted: false, editedBy: null };
			}),
		]);
		const names = new Map(people.flatMap(({ speakerId, name }) => (name === null ? [] : [[speakerId, name] as const])));
		await addSpeakers(trx, tenantId, meetingId, names);
		if (fresh === 0) return 0;
		await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
		await wantSteps(trx, tenantId, meetingId);
		return fresh;
	});
	if (fresh > 0) await sendSteps(jobs, tenantId, meetingId);
}
