import type { Readable } from "node:stream";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { addRecording } from "../db/recordings.ts";
import type { Tables } from "../db/tables.ts";
import type { Deps } from "../deps.ts";
import { newId } from "../intake/new-id.ts";
import { StorageError } from "../storage/storage.ts";
import { meetingFolder } from "./delete-meeting.ts";

/** Sound and pictures of meetings by the ending of their names. */
const SOUND: Readonly<Record<string, string>> = {
	mp3: "audio/mpeg",
	m4a: "audio/mp4",
	wav: "audio/wav",
	ogg: "audio/ogg",
	opus: "audio/ogg",
	flac: "audio/flac",
	webm: "video/webm",
	mp4: "video/mp4",
	mov: "video/quicktime",
};

/** The media type of a recording by its name; null for what is none. */
export function soundType(fileName: string): string | null {
	return SOUND[/\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ""] ?? null;
}

/**
 * Puts a recording of a meeting into storage, while it streams in, and notes it; nothing stays where that fails. `first` is
 * done in the transaction that notes it: it makes the meeting where there is none. Its words wait until a provider is there.
 */
export async function takeRecording(
	{ database, storage, settings, now }: Pick<Deps, "database" | "storage" | "settings" | "now">,
	given: { tenantId: number; meetingId: string; fileName: string; content: Readable; by: string | null },
	first: (trx: Transaction<Tables>) => Promise<void>,
): Promise<string> {
	const { tenantId, meetingId, fileName } = given;
	const mediaType = soundType(fileName);
	if (mediaType === null)
		throw new CourtsideError(
			"unsupported_file",
			`Send one of ${Object.keys(SOUND).join(", ")}; other sound we cannot read.`,
		);
	const recordingId = newId();
	const storageKey = `${meetingFolder(meetingId)}/${recordingId}`;
	const stored = await storage
		.put(tenantId, storageKey, given.content, { maxBytes: settings.uploadLimit })
		.catch((error: unknown) => {
			if (!(error instanceof StorageError) || error.code !== "too_big") throw error;
			const most = Math.round(settings.uploadLimit / 1_000_000);
			throw new CourtsideError("too_large", `A recording may have ${most} MB.`, { cause: error });
		});
	try {
		await database.inTenant(tenantId, async (trx) => {
			await first(trx);
			await addRecording(trx, tenantId, {
				...{ id: recordingId, meetingId, storageKey, fileName: fileName.slice(0, 200), mediaType },
				...{ bytes: stored.bytes, sha256: stored.sha256, addedBy: given.by, now: now() },
			});
		});
	} catch (error) {
		await storage.delete(tenantId, storageKey);
		throw error;
	}
	return recordingId;
}
