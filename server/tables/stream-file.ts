import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { say, viewerOf } from "../views/viewer.ts";
import type { Sink } from "./zip-stream.ts";

/** Files that are written at once in this process: each holds a database connection. */
const MOST_AT_ONCE = 3;
/** A reader that takes nothing for so long is gone. */
const PATIENCE_MS = 60_000;
let running = 0;

/** A file that an answer hands out. */
export interface FileAnswer {
	/** As it lands in the downloads. */
	name: string;
	type: string;
	/** Writes it. */
	write: (sink: Sink) => Promise<void>;
	/** Hears how it ended, also when it was cut off: for the audit. */
	after: (isWhole: boolean) => Promise<void>;
}

/**
 * Answers with a file while it is being written, as fast as it is taken. A fault on the way cuts the connection, so that
 * no half passes for the whole. Throws unavailable when too many are being written.
 */
export function streamFile(c: Context<AppEnv>, file: FileAnswer): Response {
	if (running >= MOST_AT_ONCE) throw new CourtsideError("unavailable", say(viewerOf(c), "table.busy"));
	running += 1;
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const writer = writable.getWriter();
	const work = file
		.write((chunk) => patiently(writer.write(chunk)))
		.finally(() => {
			running -= 1;
		});
	// Not awaited: the answer begins before its end is known.
	void work
		.then(
			async () => {
				await writer.close();
				return true;
			},
			(error: unknown) => {
				c.var.log().warn({ err: error, file: file.name }, "a download ended early");
				void writer.abort(error).catch(() => undefined);
				return false;
			},
		)
		.then(file.after)
		.catch((error: unknown) => c.var.log().error({ err: error, file: file.name }, "a download could not be audited"));
	return c.body(readable, 200, {
		"content-type": file.type,
		"content-disposition": `attachment; filename="${file.name}"`,
		"cache-control": "no-store",
	});
}

async function patiently(taken: Promise<void>): Promise<void> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, refuse) => {
		timer = setTimeout(() => refuse(new Error("nobody takes the file")), PATIENCE_MS);
	});
	try {
		await Promise.race([taken, late]);
	} finally {
		clearTimeout(timer);
	}
}
