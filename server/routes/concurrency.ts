import { CourtsideError } from "../../core/contract/problem.ts";

/** The ETag of a record's version, as GET and PUT answer it. */
export function etagOf(version: number): string {
	return `"${version}"`;
}

/** {@link versionRead} where nothing may be changed unread. Throws version_required. */
export function requiredVersion(bodyVersion: number | undefined, ifMatch: string | undefined, what: string): number {
	const read = versionRead(bodyVersion, ifMatch);
	if (read !== null) return read;
	const message = `Say which version of the ${what} you read: send its version, or its ETag as If-Match.`;
	throw new CourtsideError("version_required", message);
}

/** Which version the caller read: `version` of the body, else the number in `If-Match`. Null when neither is there. */
export function versionRead(bodyVersion: number | undefined, ifMatch: string | undefined): number | null {
	if (bodyVersion !== undefined) return bodyVersion;
	if (ifMatch === undefined) return null;
	const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim());
	if (match) return Number(match[1]);
	throw new CourtsideError("invalid_request", 'If-Match: send the ETag that came with the record, as in "3".');
}
