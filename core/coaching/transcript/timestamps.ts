const TIME = String.raw`-?(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?`;

/** `00:01:02.500 --> 0:1:5,3 align:start`, hours optional, digits as they come, negative where recording began late. */
export const TIMING_LINE = new RegExp(String.raw`^\s*(${TIME})\s*-{1,2}>\s*(${TIME})(?:\s.*)?$`);

/** A time alone, as plain transcripts write it: `0:12`, `01:02:03`, `[00:12]`, `(0:12)`. */
export const BARE_TIME = String.raw`[[(]?(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)[\])]?`;

/** Seconds of `h:m:s.f`, `m:s.f` with `.` or `,`; NaN where it is no time. */
export function readTime(text: string): number {
	const isNegative = text.startsWith("-");
	const parts = text.replace(/^-/, "").replace(",", ".").split(":").map(Number);
	const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
	return Math.round((isNegative ? -seconds : seconds) * 1000) / 1000;
}

/** `hh:mm:ss.mmm`, with a sign where the recording began late. */
export function writeTime(seconds: number): string {
	const ms = Math.round(Math.abs(seconds) * 1000);
	const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
	const clock = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
	return `${seconds < 0 && ms > 0 ? "-" : ""}${clock}.${String(ms % 1000).padStart(3, "0")}`;
}
