import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { type SampleCall, sampleCall } from "../../core/demo/sample-calls.ts";
import { recordAudit } from "../audit/record.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import type { Principal } from "../policy/principal.ts";
import { finishMeeting } from "./finish-meeting.ts";
import type { LiveSession } from "./live-session.ts";
import { playScript } from "./play-script.ts";

/** Makes a meeting of the caller's in which a sample call is played once its page is open. */
export async function addSampleCall(
	{ database, now }: Pick<Deps, "database" | "now">,
	principal: Principal,
	lang: string,
	requestId: string,
): Promise<string> {
	const call = sampleCall(lang);
	const { tenantId, userId } = principal;
	return database.inTenant(tenantId, async (trx) => {
		const { id } = await trx
			.insertInto("meetings")
			.values({
				tenant_id: tenantId,
				owner_id: userId,
				title: call.title,
				customer_name: call.customer,
				kind: "discovery",
				source: "sample",
				lang: call.lang,
				starts_at: new Date(now()),
				// Nobody is recorded: these people do not exist.
				consent: "given",
				created_by: userId,
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		await sql`insert into meeting_participants (tenant_id, meeting_id, speaker_id, name, role)
			values (${tenantId}, ${id}::uuid, ${call.rep}, ${call.rep}, 'rep'),
				(${tenantId}, ${id}::uuid, ${call.customer}, ${call.customer}, 'customer')`.execute(trx);
		await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: id, causeId: requestId });
		await recordAudit(trx, {
			...{ tenantId, actorId: userId, actor: principal.name, action: "meeting.created" },
			...{ entity: "meeting", entityId: id, detail: { title: call.title, source: "sample" }, requestId },
		});
		return id;
	});
}

/** Makes a planned meeting of the caller's one in which the sample call is played; who is in it stays. */
export async function playSampleIn(
	{ database }: Pick<Deps, "database">,
	principal: Principal,
	{ lang, meetingId, requestId }: { lang: string; meetingId: string; requestId: string },
): Promise<string> {
	const call = sampleCall(lang);
	const { tenantId, userId } = principal;
	await database.inTenant(tenantId, async (trx) => {
		const { numUpdatedRows } = await trx
			.updateTable("meetings")
			.set({ source: "sample", source_key: null, lang: call.lang, consent: "given" })
			.where("id", "=", meetingId)
			.where("owner_id", "=", userId)
			.where("state", "=", "planned")
			.executeTakeFirst();
		if (numUpdatedRows === 0n)
			throw new CourtsideError("wrong_state", "A sample call is played only in a meeting of yours that has not begun.");
		await sql`insert into meeting_participants (tenant_id, meeting_id, speaker_id, name, role)
			values (${tenantId}, ${meetingId}::uuid, 'rep', ${call.rep}, 'rep'),
				(${tenantId}, ${meetingId}::uuid, 'customer', ${call.customer}, 'customer')`.execute(trx);
		await appendEvent(trx, {
			tenantId,
			type: "meeting.changed",
			entity: "meeting",
			entityId: meetingId,
			causeId: requestId,
		});
		await recordAudit(trx, {
			...{ tenantId, actorId: userId, actor: principal.name, action: "meeting.updated" },
			...{ entity: "meeting", entityId: meetingId, detail: { source: "sample" }, requestId },
		});
	});
	return meetingId;
}

/** Plays the sample call of a session on, and ends the meeting after it. Call the answer to stop. */
export function playSample(deps: Pick<Deps, "database" | "jobs" | "speech" | "log">, session: LiveSession): () => void {
	const call: SampleCall = sampleCall(session.facts.lang ?? "en");
	let stop = () => {};
	const run = async () => {
		await session.write([{ type: "begin" }]);
		const failed = (err: unknown) => deps.log.error({ err }, "a sample call was not played on");
		const ended = () => {
			session
				.write([{ type: "end", at: call.segments.at(-1)?.end ?? 0 }])
				.then(() => finishMeeting(deps, session))
				.catch((err: unknown) => deps.log.error({ err }, "a sample call did not end"));
		};
		stop = playScript(session, call.segments, ended, failed);
	};
	run().catch((err: unknown) => deps.log.error({ err }, "a sample call was not played"));
	return () => stop();
}
