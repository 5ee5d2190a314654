import { readFile } from "node:fs/promises";
import { looksBinary } from "../server/intake/csv-file.ts";
import { encodingOfStart, legacyEncoding } from "../server/intake/text-encoding.ts";
import { UnusableInput } from "./engine-command.ts";

/** A whole text file in whichever encoding, without the mark that some programs write first. Throws UnusableInput when it cannot be read or is no text. */
export async function inputText(path: string): Promise<string> {
	const bytes = await readFile(path).catch((cause: Error) => {
		throw new UnusableInput(`${path}: cannot be read: ${cause.message}`, { cause });
	});
	const text = decoded(bytes);
	if (looksBinary(text)) throw new UnusableInput(`${path}: not a text file`);
	return text;
}

function decoded(bytes: Uint8Array): string {
	try {
		return new TextDecoder(encodingOfStart(bytes.subarray(0, 65_536)), { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder(legacyEncoding(bytes)).decode(bytes);
	}
}

/** What a JSON file holds; `mend` changes its text first. Throws UnusableInput when it cannot be read or is no JSON. */
export async function inputJson(path: string, mend = (text: string) => text): Promise<unknown> {
	const text = await inputText(path);
	if (text.trim() === "") throw new UnusableInput(`${path}: the file is empty`);
	try {
		return JSON.parse(mend(text));
	} catch (cause) {
		throw new UnusableInput(`${path}: not JSON: ${String(cause)}`, { cause });
	}
}
