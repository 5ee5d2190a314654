import { expect, test } from "vitest";
import { listSteps } from "../db/meeting-steps.ts";
import { insertMeeting } from "../db/meetings.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { endSilentMeetings } from "./end-silent.ts";
import { mailReady } from "./mail-ready.ts";

const app = await testApp();
const { tenantId, people } = await addWorkspace(app.database, "harbour");
const as = people.rep;

async function addLive(title: string): Promise<string> {
	const { id } = await app.database.inTenant(tenantId, (trx) =>
		insertMeeting(trx, {
			...{ tenantId, title, customerName: null, kind: "other", state: "live", source: "live", sourceKey: null },
			...{ lang: "en", startsAt: app.deps.now(), ownerId: as.userId, createdBy: as.userId },
		}),
	);
	return id;
}
const stateOf = async (id: string) =>
	app.database
		.reader(tenantId)
		.selectFrom("meetings")
		.select(["state", "duration_sec as seconds"])
		.where("id", "=", id)
		.executeTakeFirstOrThrow();

test("a live meeting whose page never returns is ended where it fell silent, one that is talked in is not", async () => {
	const { session, release } = await app.deps.liveMeetings.open(tenantId, await addLive("Silent"));
	const said = { channel: null, speakerId: null, role: "unknown" as const, start: 1, end: 61, final: true, lang: "en" };
	await session.write([
		{ type: "begin" },
		{ type: "segment", segment: { segmentId: "a", rev: 1, text: "We wanted to talk about the price.", ...said } },
	]);
	release();
	expect(await endSilentMeetings(app.deps)).toBe(0);
	app.passTime(3 * 3_600_000);
	const talked = await addLive("Talked in");
	expect(await endSilentMeetings(app.deps)).toBe(1);
	expect(await endSilentMeetings(app.deps)).toBe(0);
	expect(await stateOf(session.meetingId)).toEqual({ state: "processing", seconds: 61 });
	expect((await stateOf(talked)).state).toBe("live");
	expect((await listSteps(app.database.reader(tenantId), session.meetingId)).length).toBe(8);
});

test("its rep is mailed once when the notes are ready, unless they want no such mail", async () => {
	const mails = async () => {
		const rows = await app.database.reader(tenantId).selectFrom("mails").select(["kind", "user_id"]).execute();
		return rows.filter(({ kind }) => kind === "meeting-ready").length;
	};
	const ready = (id: string) => app.database.inTenant(tenantId, (trx) => mailReady(trx, app.deps.vault, tenantId, id));
	const first = await addLive("First");
	await ready(first);
	await ready(first);
	expect(await mails()).toBe(1);
	const wish = { tips: "normal", muted: [], mailsReady: false };
	expect((await app.call("PUT", "/coaching/preferences", { as, body: wish })).status).toBe(200);
	await ready(await addLive("Second"));
	expect(await mails()).toBe(1);
});
