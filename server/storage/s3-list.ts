import { SaxesParser } from "saxes";
import type { StoredObject } from "./storage.ts";

/** A page of ListObjectsV2: keys as the bucket knows them, and the token of the page after it, or null at the end. */
export interface S3Page {
	objects: StoredObject[];
	next: string | null;
}

/** Reads the XML of a page. Throws on text that is no XML, and on a page that says there is more but not where. */
export function readListPage(xml: string): S3Page {
	const objects: StoredObject[] = [];
	const open: string[] = [];
	let text = "";
	let key = "";
	let bytes = 0;
	let isTruncated = false;
	let next: string | null = null;
	const parser = new SaxesParser();
	parser.on("error", (error) => {
		throw error;
	});
	parser.on("opentag", ({ name }) => {
		open.push(name);
		text = "";
	});
	parser.on("text", (part) => {
		text += part;
	});
	parser.on("closetag", () => {
		const path = open.slice(1).join("/");
		open.pop();
		if (path === "Contents/Key") key = text;
		if (path === "Contents/Size") bytes = Number(text);
		if (path === "Contents") objects.push({ key, bytes });
		if (path === "IsTruncated") isTruncated = text === "true";
		if (path === "NextContinuationToken") next = text;
	});
	parser.write(xml).close();
	if (isTruncated && next === null) throw new Error("a page of the list says there is more, but not where");
	return { objects, next: isTruncated ? next : null };
}
