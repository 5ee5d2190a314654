/** JSON of something with money in it: each bigint becomes `{"minor":"…"}`. */
export function writeMinorJson(value: unknown): string {
	return JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? { minor: v.toString() } : v));
}

/** What {@link writeMinorJson} wrote, after the database has parsed it. */
export function readMinorJson(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(readMinorJson);
	if (value === null || typeof value !== "object") return value;
	const entries = Object.entries(value);
	const [only] = entries;
	if (entries.length === 1 && only?.[0] === "minor" && typeof only[1] === "string") return BigInt(only[1]);
	return Object.fromEntries(entries.map(([key, v]) => [key, readMinorJson(v)]));
}
