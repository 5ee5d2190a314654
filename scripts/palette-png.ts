import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The same picture with at most 256 colours (PNG, ISO 15948): for pictures of text and lines, where it is a third as
 * large and looks alike. The most frequent colours stay; each other becomes the nearest of them. Takes what a browser
 * writes: 8 bits, RGB or RGBA, not interlaced; throws RangeError on anything else.
 */
export function toPalette(png: Buffer): Buffer {
	const { width, height, pixels, channels } = readPixels(png);
	const counts = new Map<number, number>();
	for (let at = 0; at < pixels.length; at += channels) {
		const colour = colourAt(pixels, at);
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
	}
	const palette = [...counts]
		.sort((a, b) => b[1] - a[1] || a[0] - b[0])
		.slice(0, 256)
		.map(([colour]) => colour);
	const indexOf = new Map(palette.map((colour, i) => [colour, i]));
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const colour = colourAt(pixels, (y * width + x) * channels);
			let index = indexOf.get(colour);
			if (index === undefined) {
				index = nearest(palette, colour);
				indexOf.set(colour, index);
			}
			rows[y * (width + 1) + 1 + x] = index;
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// 8 bits an index, colour type 3: palette.
	header.set([8, 3, 0, 0, 0], 8);
	const colours = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
	return Buffer.concat([
		SIGNATURE,
		chunk("IHDR", header),
		chunk("PLTE", colours),
		chunk("IDAT", deflateSync(rows, { level: 9 })),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

function colourAt(pixels: Buffer, at: number): number {
	return ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
}

function nearest(palette: number[], colour: number): number {
	let best = 0;
	let least = Number.POSITIVE_INFINITY;
	for (let i = 0; i < palette.length; i++) {
		const other = palette[i] ?? 0;
		const [r, g, b] = [
			(other >> 16) - (colour >> 16),
			((other >> 8) & 255) - ((colour >> 8) & 255),
			(other & 255) - (colour & 255),
		];
		// The eye weighs green most and blue least.
		const far = 3 * r * r + 6 * g * g + b * b;
		if (far < least) {
			least = far;
			best = i;
		}
	}
	return best;
}

function readPixels(png: Buffer): { width: number; height: number; pixels: Buffer; channels: number } {
	if (!png.subarray(0, 8).equals(SIGNATURE)) throw new RangeError("not a PNG");
	const data: Buffer[] = [];
	let header = Buffer.alloc(13);
	for (let at = 8; at < png.length; ) {
		const length = png.readUInt32BE(at);
		const name = png.toString("latin1", at + 4, at + 8);
		const body = png.subarray(at + 8, at + 8 + length);
		if (name === "IHDR") header = Buffer.from(body);
		if (name === "IDAT") data.push(body);
		at += 12 + length;
	}
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	const channels = { 2: 3, 6: 4 }[header[9] ?? 0];
	if (header[8] !== 8 || !channels || header[12] !== 0)
		throw new RangeError("only 8-bit RGB or RGBA without interlace");
	return {
		width,
		height,
		channels,
		pixels: unfilter(inflateSync(Buffer.concat(data)), width * channels, height, channels),
	};
}

/** Takes back the filters of each line (ISO 15948, section 9). */
function unfilter(raw: Buffer, stride: number, height: number, channels: number): Buffer {
	const out = Buffer.alloc(stride * height);
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (stride + 1)] ?? 0;
		for (let x = 0; x < stride; x++) {
			const at = y * stride + x;
			const left = x >= channels ? (out[at - channels] ?? 0) : 0;
			const up = y > 0 ? (out[at - stride] ?? 0) : 0;
			const corner = x >= channels && y > 0 ? (out[at - stride - channels] ?? 0) : 0;
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
			out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
		}
	}
	return out;
}

function paeth(left: number, up: number, corner: number): number {
	const guess = left + up - corner;
	const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
	return a <= b && a <= c ? left : b <= c ? up : corner;
}

function chunk(name: string, body: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(body.length);
	check.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, check]);
}
