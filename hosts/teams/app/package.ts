import { crc32 } from "node:zlib";
import { colorIcon, outlineIcon } from "./icon.ts";
import { ICONS, type TeamsApp, teamsManifest } from "./manifest.ts";

/** What is uploaded at Teams: the manifest and its two icons, at the root of a zip. */
export function packageFiles(app: TeamsApp): Record<string, Uint8Array> {
	const text = JSON.stringify(teamsManifest(app), null, "\t");
	return {
		"manifest.json": new TextEncoder().encode(text),
		[ICONS.color]: colorIcon(),
		[ICONS.outline]: outlineIcon(),
	};
}

/** A zip (APPNOTE 6.3) of a few small files as they are: the same files give the same bytes. */
export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, content] of Object.entries(files)) {
		const shared = Buffer.alloc(26);
		// Version 2.0, no flags, stored, the first day that zip knows.
		shared.writeUInt16LE(20, 0);
		shared.writeUInt16LE(0x21, 8);
		shared.writeUInt32LE(crc32(content), 10);
		shared.writeUInt32LE(content.length, 14);
		shared.writeUInt32LE(content.length, 18);
		shared.writeUInt16LE(Buffer.byteLength(name), 22);
		const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared, Buffer.from(name), content]);
		const entry = Buffer.alloc(14);
		entry.writeUInt32LE(offset, 10);
		directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), shared, entry, Buffer.from(name)]));
		parts.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(directory.length, 4);
	end.writeUInt16LE(directory.length, 6);
	end.writeUInt32LE(central.length, 8);
	end.writeUInt32LE(offset, 12);
	return new Uint8Array(Buffer.concat([...parts, central, Buffer.from("PK\x05\x06", "latin1"), end]));
}
