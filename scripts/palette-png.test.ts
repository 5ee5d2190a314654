import { deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { toPalette } from "./palette-png.ts";

/** A PNG of 8-bit RGB lines, each with the filter given (0 none, 1 left, 2 up). */
function png(lines: { filter: number; bytes: number[] }[]): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE((lines[0]?.bytes.length ?? 0) / 3, 0);
	header.writeUInt32BE(lines.length, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const data = deflateSync(Buffer.from(lines.flatMap((l) => [l.filter, ...l.bytes])));
	const chunk = (name: string, body: Buffer) => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(body.length);
		return Buffer.concat([length, Buffer.from(name), body, Buffer.alloc(4)]);
	};
	const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** The palette and the indices of a picture made by `toPalette`. */
function read(picture: Buffer) {
	const found = new Map<string, Buffer>();
	for (let at = 8; at < picture.length; ) {
		const length = picture.readUInt32BE(at);
		found.set(picture.toString("latin1", at + 4, at + 8), picture.subarray(at + 8, at + 8 + length));
		at += 12 + length;
	}
	return { palette: [...(found.get("PLTE") ?? [])], rows: [...inflateSync(found.get("IDAT") ?? Buffer.alloc(0))] };
}

test("colours stay as they are while they fit, through the filters a browser uses", () => {
	const picture = toPalette(
		png([
			{ filter: 0, bytes: [255, 0, 0, 255, 0, 0, 0, 0, 255] },
			{ filter: 1, bytes: [255, 0, 0, 0, 0, 0, 1, 0, 255] },
			{ filter: 2, bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
		]),
	);
	const { palette, rows } = read(picture);
	expect(palette).toEqual([255, 0, 0, 0, 0, 255]);
	expect(rows).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test("a colour too many becomes the nearest of those that are frequent", () => {
	const grey = (n: number) => [n, n, n];
	const many = Array.from({ length: 256 }, (_, i) => [...grey(i), ...grey(i)]).flat();
	const { palette, rows } = read(toPalette(png([{ filter: 0, bytes: [...many, 100, 101, 100] }])));
	expect(palette.length).toBe(768);
	const last = rows.at(-1) ?? 0;
	expect(palette.slice(last * 3, last * 3 + 3)).toEqual([101, 101, 101]);
});

test("what is not such a picture is refused", () => {
	expect(() => toPalette(Buffer.from("GIF89a"))).toThrow(RangeError);
});
