import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(16 * 4096);
let used = pool.length;
let lastMs = 0;
let counter = 0;

/** A time-ordered uuid (RFC 9562, version 7); those made within one millisecond keep their order by a counter. */
export function newId(nowMs: number = Date.now()): string {
	if (used >= pool.length) {
		randomFillSync(pool);
		used = 0;
	}
	const bytes = pool.subarray(used, used + 16);
	used += 16;
	if (nowMs > lastMs) {
		lastMs = nowMs;
		counter = 0;
	} else if (++counter > 0xfff) {
		lastMs++;
		counter = 0;
	}
	bytes.writeUIntBE(lastMs, 0, 6);
	bytes.writeUInt16BE(0x7000 | counter, 6);
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	return hyphens(bytes.toString("hex"));
}

/** 32 hex digits as a uuid of our own making (version 8): the same digits, the same id. */
export function idFromHex(hex: string): string {
	return hyphens(`${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17)}`);
}

function hyphens(hex: string): string {
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
