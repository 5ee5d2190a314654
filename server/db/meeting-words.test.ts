import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { foldMeeting } from "../../core/coaching/fold.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import { addWorkspace, type TestWorkspace, testApp } from "../test-app.ts";
import { listSegments, loadCoachingEvents, saveSegments } from "./meeting-words.ts";
import { insertMeeting } from "./meetings.ts";

const app = await testApp();
let ours: TestWorkspace;
let meetingId = "";
const CONTEXT = { reference: "2026-03-04", competitors: [], trackers: [], tips: "normal" as const };

beforeAll(async () => {
	ours = await addWorkspace(app.database, "harbour");
	const { tenantId, people } = ours;
	const made = await app.database.inTenant(tenantId, (trx) =>
		insertMeeting(trx, {
			...{ tenantId, title: "Pier 4", customerName: null, kind: "discovery", state: "processing", source: "upload" },
			...{ sourceKey: "call-1", lang: null, startsAt: Date.UTC(2026, 2, 4, 9), createdBy: null },
			ownerId: people.rep.userId,
		}),
	);
	meetingId = made.id;
});

function said(segmentId: string, rev: number, text: string, start: number, isFinal = true): Segment {
	const who = { channel: null, speakerId: "tom", role: "customer" as const, lang: "en" };
	return { segmentId, rev, text, start, end: start + 5, final: isFinal, ...who };
}
const keep = (segments: Segment[], isRetracted = false) =>
	app.database.inTenant(ours.tenantId, (trx) =>
		saveSegments(
			trx,
			ours.tenantId,
			meetingId,
			segments.map((segment) => ({ segment, isRetracted, editedBy: null })),
		),
	);
const texts = async () => (await listSegments(app.database.reader(ours.tenantId), meetingId)).map(({ text }) => text);

describe("what was said", () => {
	test("the newest revision of each segment stands, in whatever order and however often they come", async () => {
		const late = said("s2", 2, "We lose twenty hours a week.", 10);
		expect(await keep([said("s1", 1, "Good morning.", 0), late])).toBe(2);
		expect(await keep([said("s2", 1, "We lose twenty", 10, false), late, said("s3", 1, "Noise", 20)])).toBe(1);
		expect(await keep([said("s3", 2, "", 20)], true)).toBe(1);
		expect(await keep([said("s3", 2, "Noise again", 20)])).toBe(0);
		expect(await texts()).toEqual(["Good morning.", "We lose twenty hours a week."]);
	});

	test("a meeting is folded from what is kept as from what came", async () => {
		const events = await loadCoachingEvents(app.database.reader(ours.tenantId), meetingId);
		const state = foldMeeting(events, CONTEXT);
		expect(state.lang).toBe("en");
		expect(state.derived.slots.pain?.quote).toBe("We lose twenty hours a week.");
	});

	test("what was taken back is found no more; what stands is, without case and accents", async () => {
		const { rows } = await sql<{ terms: string }>`select terms from meeting_search
			where meeting_id = ${meetingId}::uuid order by segment_id`.execute(app.database.kysely);
		expect(rows.map(({ terms }) => terms)).toEqual([" good morning.", " we lose twenty hours a week."]);
	});

	test("a second delivery under the same key finds the meeting that is there", async () => {
		const { tenantId } = ours;
		const again = await app.database.inTenant(tenantId, (trx) =>
			insertMeeting(trx, {
				...{ tenantId, title: "Other", customerName: null, kind: "other", state: "planned", source: "upload" },
				...{ sourceKey: "call-1", lang: null, startsAt: 0, createdBy: null, ownerId: null },
			}),
		);
		expect(again).toEqual({ id: meetingId, isNew: false });
	});
});
