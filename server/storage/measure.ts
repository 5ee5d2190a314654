import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { StorageError } from "./storage.ts";

/** Passes bytes on and knows, at the end, how many they were and their sha256 in hex. */
export interface Measure {
	through: Transform;
	/** To be read once, after the last byte. */
	result(): { bytes: number; sha256: string };
}

/** Breaks off with StorageError `too_big` beyond `maxBytes`. */
export function measure(maxBytes: number): Measure {
	const hash = createHash("sha256");
	let bytes = 0;
	const through = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			hash.update(chunk);
			if (bytes > maxBytes) done(new StorageError("too_big", `the file is larger than ${maxBytes} bytes`));
			else done(null, chunk);
		},
	});
	return { through, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}
