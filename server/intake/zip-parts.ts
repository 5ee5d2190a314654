import { createInflateRaw } from "node:zlib";
import { FileFault, guardUnpacking } from "./file-fault.ts";

/** One file inside a zip, still packed. */
interface ZipPart {
	method: number;
	packed: Buffer;
}

/** The parts of a zip by name, from its central directory (APPNOTE 6.3.10, 4.3.12); nothing is unpacked yet. */
export function zipParts(file: string, zip: Buffer): Map<string, ZipPart> {
	const broken = (): never => {
		throw new FileFault("broken_zip", file);
	};
	let end = zip.length - 22;
	while (end >= 0 && end > zip.length - 66_000 && zip.readUInt32LE(end) !== 0x06054b50) end--;
	if (end < 0 || zip.readUInt32LE(end) !== 0x06054b50) return broken();
	const count = zip.readUInt16LE(end + 10);
	let at = zip.readUInt32LE(end + 16);
	const parts = new Map<string, ZipPart>();
	for (let k = 0; k < count; k++) {
		if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return broken();
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o)) as [
			number,
			number,
			number,
		];
		const packedSize = zip.readUInt32LE(at + 20);
		const local = zip.readUInt32LE(at + 42);
		if (local + 30 > zip.length || zip.readUInt32LE(local) !== 0x04034b50) return broken();
		const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		if (data + packedSize > zip.length) return broken();
		const name = zip.toString("utf8", at + 46, at + 46 + nameLength).replace(/^\//, "");
		parts.set(name, { method: zip.readUInt16LE(at + 10), packed: zip.subarray(data, data + packedSize) });
		at += 46 + nameLength + extraLength + commentLength;
	}
	return parts;
}

/** A part's text, unpacked piece by piece. Throws FileFault when it is broken or grows beyond all measure. */
export async function* partText(file: string, part: ZipPart): AsyncGenerator<string> {
	const decoder = new TextDecoder("utf-8");
	if (part.method === 0) {
		yield decoder.decode(part.packed);
		return;
	}
	if (part.method !== 8) throw new FileFault("broken_zip", file);
	const guard = guardUnpacking(file, part.packed.length);
	const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
	inflate.end(part.packed);
	try {
		for await (const bytes of inflate as AsyncIterable<Buffer>) {
			guard(bytes.length);
			yield decoder.decode(bytes, { stream: true });
		}
	} catch (error) {
		if (error instanceof FileFault) throw error;
		throw new FileFault("broken_zip", file);
	}
	yield decoder.decode();
}
