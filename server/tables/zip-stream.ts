import { once } from "node:events";
import { crc32, createDeflateRaw, type DeflateRaw } from "node:zlib";

/** Where the bytes of a zip go; waits until they are taken. */
export type Sink = (chunk: Uint8Array) => Promise<void>;

interface Written {
	name: Buffer;
	crc: number;
	packed: number;
	size: number;
	offset: number;
}

const MOST_BYTES = 0xffff_ffff;
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** The first day that zip knows, 1 January 1980: a file's time says nothing here. */
const DATE = 0x21;

/** A zip file (APPNOTE 6.3) written entry after entry as its contents come: nothing of it is held but the table of names. */
export class ZipStream {
	readonly #sink: Sink;
	readonly #entries: Written[] = [];
	#offset = 0;

	constructor(sink: Sink) {
		this.#sink = sink;
	}

	/** Writes one entry; `fill` is handed what takes its text. Throws RangeError past 4 GB. */
	async entry(name: string, fill: (write: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
		const entry: Written = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset: this.#offset };
		await this.#put(header(0x04034b50, entry, 30));
		// Light packing: a sheet is mostly repetition, and a download should cost little processor time.
		const deflate = createDeflateRaw({ level: 2 });
		const taken = this.#drain(deflate, entry);
		// Told again where it is awaited; until then a sink that fails must not end the process.
		taken.catch(() => undefined);
		try {
			await fill(async (text) => {
				const bytes = Buffer.from(text);
				entry.crc = crc32(bytes, entry.crc);
				entry.size += bytes.length;
				if (entry.size > MOST_BYTES) throw new RangeError("an entry of a zip file may have 4 GB");
				if (!deflate.write(bytes)) await Promise.race([once(deflate, "drain"), taken]);
			});
			deflate.end();
		} catch (error) {
			deflate.destroy();
			throw error;
		}
		await taken;
		await this.#put(sizes(entry));
		this.#entries.push(entry);
	}

	/** Writes the table of names, with which the file is whole. */
	async end(): Promise<void> {
		const start = this.#offset;
		for (const entry of this.#entries) await this.#put(header(0x02014b50, entry, 46));
		const end = Buffer.alloc(22);
		end.writeUInt32LE(0x06054b50, 0);
		end.writeUInt16LE(this.#entries.length, 8);
		end.writeUInt16LE(this.#entries.length, 10);
		end.writeUInt32LE(this.#offset - start, 12);
		end.writeUInt32LE(start, 16);
		await this.#put(end);
	}

	async #drain(deflate: DeflateRaw, entry: Written): Promise<void> {
		for await (const chunk of deflate as AsyncIterable<Buffer>) {
			entry.packed += chunk.length;
			await this.#put(chunk);
		}
	}

	async #put(chunk: Buffer): Promise<void> {
		this.#offset += chunk.length;
		if (this.#offset > MOST_BYTES) throw new RangeError("a zip file may have 4 GB");
		await this.#sink(chunk);
	}
}

/** The header before an entry (30 bytes, sizes still unknown) or its line in the table of names (46 bytes). */
function header(signature: number, { name, crc, packed, size, offset }: Written, length: 30 | 46): Buffer {
	const isCentral = length === 46;
	const bytes = Buffer.alloc(length);
	bytes.writeUInt32LE(signature, 0);
	let at = 4;
	if (isCentral) at = bytes.writeUInt16LE(20, at);
	for (const field of [20, FLAGS, DEFLATED, 0, DATE]) at = bytes.writeUInt16LE(field, at);
	for (const field of isCentral ? [crc, packed, size] : [0, 0, 0]) at = bytes.writeUInt32LE(field, at);
	bytes.writeUInt16LE(name.length, at);
	if (isCentral) bytes.writeUInt32LE(offset, 42);
	return Buffer.concat([bytes, name]);
}

function sizes({ crc, packed, size }: Written): Buffer {
	const bytes = Buffer.alloc(16);
	for (const [k, field] of [0x08074b50, crc, packed, size].entries()) bytes.writeUInt32LE(field, k * 4);
	return bytes;
}
