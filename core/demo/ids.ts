import type { Instant } from "../model/instant.ts";

/** Makes the id of the nth record of a kind; the same arguments always give the same id. */
export type IdMaker = (index: number, at: Instant) => string;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Ids in the shape of UUIDv7 (RFC 9562): 48 bits of the record's creation in ms, the rest hashed from seed, kind and
 * index. They sort by creation as the database's own ids do, and hold nothing about what became of the record.
 */
export function idMaker(seed: number, kind: string): IdMaker {
	let salt = 2_166_136_261 ^ seed;
	for (let i = 0; i < kind.length; i++) salt = Math.imul(salt ^ kind.charCodeAt(i), 16_777_619);
	return (index, at) => {
		const time = `${hex32(Math.floor(at / 65_536))}-${hex32(at % 65_536).slice(4)}`;
		const a = mix(salt, index, 1);
		const b = mix(salt, index, 2);
		const c = mix(salt, index, 3);
		const version = hex32((a & 0x0fff) | 0x7000).slice(4);
		const variant = hex32(((a >>> 16) & 0x3fff) | 0x8000).slice(4);
		return `${time}-${version}-${variant}-${hex32(b)}${hex32(c).slice(4)}`;
	};
}

/** Murmur3's finaliser over three numbers: nearby indexes give unrelated bits. */
function mix(salt: number, index: number, lane: number): number {
	let h = Math.imul(salt ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(lane, 0xc2b2ae35);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	h = Math.imul(h ^ (h >>> 16) ^ salt, 0x27d4eb2f);
	return (h ^ (h >>> 15)) >>> 0;
}

function hex32(value: number): string {
	const v = value >>> 0;
	return `${HEX[v >>> 24]}${HEX[(v >>> 16) & 255]}${HEX[(v >>> 8) & 255]}${HEX[v & 255]}`;
}
