import { sql, type Transaction } from "kysely";
import { sideByName } from "../../core/coaching/after/meeting-results.ts";
import type { MeetingState } from "../../core/model/meeting.ts";
import { saveSegments } from "../db/meeting-words.ts";
import { insertMeeting } from "../db/meetings.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { findInstallation } from "../hosts/installations.ts";
import { finishMeeting } from "../live/finish-meeting.ts";
import type { LiveInput } from "../live/live-input.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import { knowMeeting } from "../meetings/match.ts";
import type { BotEvent, BotPerson } from "./bot-event.ts";

/** What applying works with. */
export type BotDeps = Pick<Deps, "database" | "now" | "speech" | "liveMeetings" | "standings"> & {
	jobs: Pick<Deps["jobs"], "enqueue" | "enqueueCoalesced">;
};

interface Held {
	id: string;
	state: MeetingState;
	isDeclined: boolean;
}

/**
 * Takes in what a bot told of a meeting, in any order and however often: words of a meeting that goes on come by its live
 * line, as a page's own do; those that come after it are added and what follows is made again. Where the customer
 * declined, no words are taken.
 */
export async function applyBotEvent(deps: BotDeps, tenantId: number, vendor: string, event: BotEvent): Promise<void> {
	const meeting = await meetingOf(deps, tenantId, vendor, event);
	if (event.state === "declined") return decline(deps, tenantId, meeting);
	if (meeting.isDeclined) return;
	const isOver = meeting.state === "processing" || meeting.state === "ready";
	if (isOver) await addLate(deps, tenantId, meeting.id, event);
	else await tellLive(deps, tenantId, meeting.id, event);
	if (event.transcriptRef !== null) {
		const job = { tenantId, vendor, meetingId: meeting.id, ref: event.transcriptRef };
		await deps.jobs.enqueue("fetch-bot-transcript", job, {
			dedupId: `bot-transcript-${meeting.id}-${event.transcriptRef}`,
		});
	}
}

async function meetingOf(
	{ database, now, standings, liveMeetings }: BotDeps,
	tenantId: number,
	vendor: string,
	event: BotEvent,
): Promise<Held> {
	const ownerId = await ownerOf({ database }, tenantId, vendor, event.ownerEmail);
	const owner = ownerId === null ? null : await standings.of(tenantId, ownerId);
	const sight = owner?.visibleOwners ?? (ownerId === null ? "all" : [ownerId]);
	const { held, isOther } = await database.inTenant(tenantId, async (trx) => {
		const known = event.meetingId === null ? null : await findOurs(trx, event.meetingId);
		const { id, isNew } = known
			? { id: known, isNew: false }
			: await insertMeeting(trx, {
					tenantId,
					title: event.title ?? "Meeting",
					customerName: null,
					kind: "other",
					state: "planned",
					source: "bot",
					sourceKey: `${vendor}:${event.meetingKey}`,
					lang: null,
					startsAt: event.at ?? now(),
					ownerId,
					createdBy: null,
				});
		const isOther = await notePeople(trx, tenantId, id, event.people);
		if (isNew || isOther) {
			await knowMeeting(trx, tenantId, id, sight);
			await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: id });
		}
		const row = await trx
			.selectFrom("meetings")
			.select(["state", "consent"])
			.where("id", "=", id)
			.executeTakeFirstOrThrow();
		return { held: { id, state: row.state, isDeclined: row.consent === "declined" }, isOther: isOther && !isNew };
	});
	if (isOther) {
		const { session, release } = await liveMeetings.open(tenantId, held.id);
		await session.changedElsewhere().finally(release);
	}
	return held;
}

async function findOurs(trx: Transaction<Tables>, id: string): Promise<string | null> {
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
	const row = await trx.selectFrom("meetings").select("id").where("id", "=", id).executeTakeFirst();
	return row?.id ?? null;
}

async function ownerOf(
	{ database }: Pick<BotDeps, "database">,
	tenantId: number,
	vendor: string,
	email: string | null,
): Promise<string | null> {
	const db = database.reader(tenantId);
	if (email !== null) {
		const user = await db
			.selectFrom("users")
			.select("id")
			.where(sql`lower(email)`, "=", email.toLowerCase())
			.where("is_active", "=", true)
			.executeTakeFirst();
		if (user) return user.id;
	}
	const ownerId = (await findInstallation(db, tenantId, vendor))?.settings["ownerId"];
	return typeof ownerId === "string" ? ownerId : null;
}

/** Who is in the meeting; one who was invited under the address or name is that one. Gives whether anything is other. */
async function notePeople(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	people: readonly BotPerson[],
): Promise<boolean> {
	let changed = false;
	for (const { speakerId, name, email } of people) {
		const known = await trx
			.selectFrom("meeting_participants")
			.select(["id", "name", "email", "said_by"])
			.where("meeting_id", "=", meetingId)
			.where("speaker_id", "=", speakerId)
			.executeTakeFirst();
		if (known) {
			const isSame =
				known.name === (known.said_by ? known.name : (name ?? known.name)) && known.email === (email ?? known.email);
			if (isSame) continue;
			await sql`update meeting_participants set email = coalesce(${email}, email), rev = rev + 1,
				name = case when said_by is null then coalesce(${name}, name) else name end
				where meeting_id = ${meetingId}::uuid and id = ${known.id}::uuid`.execute(trx);
			changed = true;
			continue;
		}
		const { numAffectedRows } = await sql`update meeting_participants p set speaker_id = ${speakerId}, rev = p.rev + 1
			where p.meeting_id = ${meetingId}::uuid and p.id = (select x.id from meeting_participants x
				where x.meeting_id = ${meetingId}::uuid and x.speaker_id is null
					and (lower(x.email) = lower(${email}) or lower(x.name) = lower(${name})) limit 1)`.execute(trx);
		if ((numAffectedRows ?? 0n) === 0n)
			await sql`insert into meeting_participants (tenant_id, meeting_id, speaker_id, name, email, role)
				values (${tenantId}, ${meetingId}::uuid, ${speakerId}, ${name?.slice(0, 200) ?? null}, ${email?.slice(0, 320) ?? null},
					${name === null ? "unknown" : sideByName(name)})
				on conflict do nothing`.execute(trx);
		changed = true;
	}
	return changed;
}

async function tellLive(deps: BotDeps, tenantId: number, meetingId: string, event: BotEvent): Promise<void> {
	const finals = event.segments.filter((segment) => segment.final);
	const inputs: LiveInput[] = finals.map((segment) => ({ type: "segment", segment }));
	if (event.state === "live") inputs.unshift({ type: "begin" });
	const { session, release } = await deps.liveMeetings.open(tenantId, meetingId);
	try {
		for (const segment of event.segments) if (!segment.final) session.interim(segment);
		if (event.state === "over") {
			const last = Math.max(0, ...[...session.state.book.segments.values()].map(({ segment }) => segment?.end ?? 0));
			inputs.push({ type: "end", at: Math.max(last, ...finals.map(({ end }) => end)) });
		}
		if (inputs.length > 0) await session.write(inputs);
	} finally {
		release();
	}
	if (event.state === "over") await finishMeeting(deps, { tenantId, meetingId });
}

/** Words that come after the end. Those that are there already change nothing. */
async function addLate(deps: BotDeps, tenantId: number, meetingId: string, event: BotEvent): Promise<void> {
	const finals = event.segments.filter((segment) => segment.final);
	if (finals.length === 0) return;
	const fresh = await deps.database.inTenant(tenantId, async (trx) => {
		const writes = finals.map((segment) => ({ segment, isRetracted: false, editedBy: null }));
		const fresh = await saveSegments(trx, tenantId, meetingId, writes);
		if (fresh > 0) await wantSteps(trx, tenantId, meetingId);
		return fresh;
	});
	if (fresh > 0) await sendSteps(deps.jobs, tenantId, meetingId);
}

/** The bot was not allowed to listen: nothing of this meeting is kept, as when a person notes it. */
async function decline({ liveMeetings }: BotDeps, tenantId: number, { id, isDeclined }: Held): Promise<void> {
	if (isDeclined) return;
	const { session, release } = await liveMeetings.open(tenantId, id);
	await session.write([{ type: "consent", answer: "declined", how: "said", userId: null }]).finally(release);
}
