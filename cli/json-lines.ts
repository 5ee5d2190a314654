import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { type Progress, UnusableInput } from "./engine-command.ts";

/**
 * Answers a file of JSON lines (gzipped when it ends in .gz) line by line into another, holding one line at a time. Blank
 * lines are passed over. Throws UnusableInput naming the first line that cannot be used.
 */
export async function answerJsonLines<T>(
	{ from, to, schema, shape }: { from: string; to: string; schema: z.ZodType<T>; shape: string },
	answer: (row: T) => unknown,
	progress: Progress,
): Promise<void> {
	const found = await stat(from).catch(() => null);
	if (!found?.isFile()) throw new UnusableInput(`${from}: no such file`);
	const file = createReadStream(from);
	const input = from.endsWith(".gz") ? file.pipe(createGunzip()) : file;
	const out = createWriteStream(to);
	const failed = new Promise<never>((_, reject) => {
		out.on("error", (cause) => reject(new UnusableInput(`${to}: cannot be written: ${cause.message}`, { cause })));
		input.on("error", (cause: Error) =>
			reject(new UnusableInput(`${from}: cannot be read: ${cause.message}`, { cause })),
		);
	});
	const work = async (): Promise<void> => {
		let line = 0;
		let answered = 0;
		for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
			line++;
			if (text.trim() === "") continue;
			const row = parseLine(line === 1 ? text.replace(/^\uFEFF/, "") : text, `${from}: line ${line}`, schema, shape);
			if (!out.write(`${JSON.stringify(answer(row))}\n`)) await once(out, "drain");
			if (++answered % 1000 === 0) progress(`${answered} lines`);
		}
		if (answered === 0) throw new UnusableInput(`${from}: the file is empty`);
		out.end();
		await once(out, "finish");
	};
	await Promise.race([work(), failed]);
}

function parseLine<T>(text: string, place: string, schema: z.ZodType<T>, shape: string): T {
	let raw: unknown;
	try {
		raw = JSON.parse(text);
	} catch (cause) {
		throw new UnusableInput(`${place}: not JSON: ${String(cause)}`, { cause });
	}
	const read = schema.safeParse(raw);
	if (read.success) return read.data;
	const issue = read.error.issues[0];
	throw new UnusableInput(`${place}: not ${shape}: ${issue?.path.join(" → ")}: ${issue?.message}`);
}
