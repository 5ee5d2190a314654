import { createHash } from "node:crypto";

/** Which hundredth of all records an id falls into, the same everywhere: repeats of an id stay together. */
export function bucketOf(id: string): number {
	return Number.parseInt(createHash("sha256").update(id).digest("hex").slice(0, 8), 16) % 100;
}
