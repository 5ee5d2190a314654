import { createWriteStream } from "node:fs";
import { UnusableInput } from "./engine-command.ts";

/** A file written line by line; `write` waits while the disk is behind, so memory does not grow. */
export interface LineFile {
	write(line: string): Promise<void>;
	end(): Promise<void>;
}

const BLOCK = 64 * 1024;

/** Opens a file for lines. Throws UnusableInput when it cannot be written. */
export async function lineFile(path: string): Promise<LineFile> {
	const stream = createWriteStream(path);
	const unwritable = (cause: Error): UnusableInput =>
		new UnusableInput(`${path}: cannot be written: ${cause.message}`, { cause });
	await new Promise<void>((resolve, reject) => {
		stream.once("open", () => resolve());
		stream.once("error", (cause) => reject(unwritable(cause)));
	});
	let fault: Error | null = null;
	stream.on("error", (cause) => {
		fault = cause;
	});
	let block = "";
	const flush = (): Promise<void> => {
		const text = block;
		block = "";
		return new Promise((resolve, reject) => {
			stream.write(text, (cause) => (cause || fault ? reject(unwritable(cause ?? (fault as Error))) : resolve()));
		});
	};
	return {
		async write(line) {
			block += `${line}\n`;
			if (block.length >= BLOCK) await flush();
		},
		async end() {
			await flush();
			await new Promise<void>((resolve) => stream.end(resolve));
		},
	};
}
