import { CourtsideError } from "../../core/contract/problem.ts";

/** The ETag of a record's version, as GET and PUT answer it. */
export function etagOf(version: number): string {
	return `"${version}"`;
}

/** Which version the caller read: `version` of the body, else the number in `If-Match`. Null when neither is there. */
export function versionRead(bodyVersion: number | undefined, ifMatch: string | undefined): number | null {
	if (bodyVersion !== undefined) return bodyVersion;
	if (ifMatch === undefined) return null;
	const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
	if (match) return Number(match[1]);
	throw new CourtsideError("invalid_request", 'If-Match: send the ETag that came with the record, as in "3".');
}
