import { crc32, deflateSync } from "node:zlib";

/** The mark's two lines in a square of 32: the court's line, and what rises above it. */
const LINES = [
	[7, 23, 25, 23],
	[7, 18, 13, 13],
	[13, 13, 17, 16],
	[17, 16, 25, 8],
] as const;
const HALF_STROKE = 1.3;
const CORNER = 7;
const ACCENT = [0, 0x62, 0x7b] as const;
const WHITE = [255, 255, 255] as const;

/** The mark on the accent, as the store shows it: 192 × 192. */
export function colorIcon(): Uint8Array {
	return draw(192, (x, y) => ({ colour: onMark(x, y) ? WHITE : ACCENT, isThere: inSquare(x, y) }));
}

/** The mark alone in white on nothing, as the rail of apps shows it: 32 × 32. */
export function outlineIcon(): Uint8Array {
	return draw(32, (x, y) => ({ colour: WHITE, isThere: onMark(x, y) }));
}

/** Width and height of a PNG. */
export function sizeOf(png: Uint8Array): [number, number] {
	const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
	return [view.getUint32(16), view.getUint32(20)];
}

/** Each pixel is the mean of 16 points in it, so that edges are smooth. */
function draw(
	size: number,
	at: (x: number, y: number) => { colour: readonly [number, number, number]; isThere: boolean },
): Uint8Array {
	const rows = Buffer.alloc((size * 4 + 1) * size);
	for (let row = 0; row < size; row++) {
		for (let column = 0; column < size; column++) {
			const sum = [0, 0, 0, 0];
			for (let k = 0; k < 16; k++) {
				const x = ((column + ((k % 4) + 0.5) / 4) / size) * 32;
				const y = ((row + (Math.floor(k / 4) + 0.5) / 4) / size) * 32;
				const { colour, isThere } = at(x, y);
				if (!isThere) continue;
				for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (colour[c] ?? 0);
				sum[3] = (sum[3] ?? 0) + 1;
			}
			const there = sum[3] ?? 0;
			const place = row * (size * 4 + 1) + 1 + column * 4;
			for (let c = 0; c < 3; c++) rows[place + c] = there === 0 ? 0 : Math.round((sum[c] ?? 0) / there);
			rows[place + 3] = Math.round((there / 16) * 255);
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(size, 0);
	header.writeUInt32BE(size, 4);
	// 8 bits a channel, colour type 6: red, green, blue, alpha.
	header.set([8, 6, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk("IHDR", header),
		chunk("IDAT", deflateSync(rows, { level: 9 })),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

function onMark(x: number, y: number): boolean {
	return LINES.some(([x1, y1, x2, y2]) => {
		const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2);
		const nearest = Math.min(1, Math.max(0, along));
		return Math.hypot(x - (x1 + nearest * (x2 - x1)), y - (y1 + nearest * (y2 - y1))) <= HALF_STROKE;
	});
}

function inSquare(x: number, y: number): boolean {
	const [dx, dy] = [Math.max(CORNER - x, x - (32 - CORNER), 0), Math.max(CORNER - y, y - (32 - CORNER), 0)];
	return Math.hypot(dx, dy) <= CORNER;
}

function chunk(name: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}
