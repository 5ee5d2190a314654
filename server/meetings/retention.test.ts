import { expect, test } from "vitest";
import { DAY_MS } from "../../core/model/instant.ts";
import { insertMeeting } from "../db/meetings.ts";
import { addRecording, listRecordings } from "../db/recordings.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { sweepOldMeetings } from "./retention.ts";

const app = await testApp();

test("sound goes after its time, words after theirs, and what is marked to be kept stays", async () => {
	const { tenantId, people } = await addWorkspace(app.database, "harbour");
	const { storage, now } = app.deps;
	const add = async (daysAgo: number, isKept = false): Promise<string> => {
		const id = await app.database.inTenant(tenantId, async (trx) => {
			const made = await insertMeeting(trx, {
				...{ tenantId, title: `${daysAgo}`, customerName: null, kind: "other", state: "ready", source: "upload" },
				...{
					sourceKey: null,
					lang: null,
					startsAt: now() - daysAgo * DAY_MS,
					ownerId: people.rep.userId,
					createdBy: null,
				},
			});
			const file = { storageKey: `meetings/${made.id}/call`, fileName: "call.mp3", mediaType: "audio/mpeg" };
			await addRecording(trx, tenantId, {
				...{ id: crypto.randomUUID(), meetingId: made.id, ...file, bytes: 5, sha256: "x", addedBy: null, now: now() },
			});
			if (isKept) await trx.updateTable("meetings").set({ is_kept: true }).where("id", "=", made.id).execute();
			return made.id;
		});
		await storage.put(tenantId, `meetings/${id}/call`, "sound");
		return id;
	};
	const [fresh, quiet, old, kept] = [await add(10), await add(120), await add(800), await add(800, true)];
	const deps = { database: app.database, storage, now };
	expect(await sweepOldMeetings(deps)).toBe(2);
	expect(await sweepOldMeetings(deps)).toBe(0);
	const db = app.database.reader(tenantId);
	const left = await db.selectFrom("meetings").select("id").where("id", "in", [fresh, quiet, old, kept]).execute();
	expect(left.map(({ id }) => id).sort()).toEqual([fresh, quiet, kept].sort());
	const sounds = async (id: string) => [
		(await listRecordings(db, id)).length,
		(await storage.list(tenantId, `meetings/${id}/`)).length,
	];
	expect([await sounds(fresh), await sounds(quiet), await sounds(old), await sounds(kept)]).toEqual([
		[1, 1],
		[0, 0],
		[0, 0],
		[1, 1],
	]);
});
