/** Which bytes are asked for: from one on to before another; `null` all of them; `"outside"` none that there are. */
export type ByteRange = { from: number; until: number } | null | "outside";

/** Reads a Range header (RFC 9110, 14.2) for something of so many bytes. What is not one plain range asks for all. */
export function byteRange(header: string | undefined, bytes: number): ByteRange {
	const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
	if (first === "" && last === "") return null;
	if (first === "") return last === "0" ? "outside" : { from: Math.max(0, bytes - Number(last)), until: bytes };
	const from = Number(first);
	if (from >= bytes) return "outside";
	const until = last === "" ? bytes : Math.min(bytes, Number(last) + 1);
	return until > from ? { from, until } : null;
}
