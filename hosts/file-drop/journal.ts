import { z } from "zod";
import type { HostFiles, Ports } from "../../core/contract/host.ts";
import type { SyncPage, SyncRun } from "../../core/contract/host-sync.ts";

/** Where changes are dropped, and where the folder's own records stand. */
export const CHANGES = "changes";
const PAGE = 1000;
const CURSOR = "changes";

/** How far the journal was read: whole files up to `after`, and then `done` records of the file `part`. */
const position = z.object({
	after: z.string(),
	/** Files up to `after` when it was read. More of them now means that one was dropped late: a gap. */
	count: z.number().int(),
	part: z.string().nullable(),
	done: z.number().int(),
});
type Position = z.infer<typeof position>;
const BEGINNING: Position = { after: "", count: 0, part: null, done: 0 };

/** Names of the dropped files, in order. */
export async function journalFiles(files: HostFiles): Promise<string[]> {
	return (await files.list(CHANGES)).filter((name) => name.endsWith(".json"));
}

/**
 * Reads the changes that were dropped since, file after file in order of their names. A file whose name stands before one
 * that was read already is a gap: then all is read anew, which changes nothing but what it brings.
 */
export async function* readJournal(ports: Ports, { signal }: SyncRun): AsyncGenerator<SyncPage> {
	const names = await journalFiles(ports.files);
	let at = positionOf(await ports.cursors.get(CURSOR));
	const before = names.filter((name) => name <= at.after).length;
	if (before > at.count) {
		ports.log.info("a file was dropped before others that were read; reading all anew", { after: at.after });
		at = BEGINNING;
	} else at = { ...at, count: before };
	for (const name of names.filter((one) => one > at.after)) {
		if (signal.aborted) return;
		const records = recordsOf(name, await ports.files.read(`${CHANGES}/${name}`));
		const done = at.part === name ? at.done : 0;
		for (let from = done; from === done || from < records.length; from += PAGE) {
			const isLast = from + PAGE >= records.length;
			at = isLast
				? { after: name, count: at.count + 1, part: null, done: 0 }
				: { ...at, part: name, done: from + PAGE };
			yield {
				object: name,
				records: records.slice(from, from + PAGE),
				cursors: { [CURSOR]: JSON.stringify(at) },
			};
		}
	}
}

/** What a file holds, each record by itself. One that cannot be read is a single record, which says so when it is mapped. */
export function recordsOf(name: string, text: string | null): unknown[] {
	try {
		const { changes } = z.object({ changes: z.array(z.unknown()) }).parse(JSON.parse(text ?? ""));
		return changes.map((change) => ({ changes: [change] }));
	} catch {
		return [{ file: name, text: (text ?? "").slice(0, 1_000_000) }];
	}
}

function positionOf(cursor: string | null): Position {
	return cursor === null ? BEGINNING : position.parse(JSON.parse(cursor));
}
