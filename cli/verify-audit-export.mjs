// Checks a file that Courtside's audit was exported to, without Courtside: any Node from 18 on, no other file needed.
//   node verify-audit-export.mjs audit-2026-11-27.jsonl [HASH]
// Each line's hash is sha256 over the hash before it and the entry as JSON with its keys sorted. With HASH, the head
// that was noted elsewhere, it also says whether the chain came by it. Ends with 0: whole; 1: not; 2: no such file.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

const [file, noted] = process.argv.slice(2);
if (!file) {
	process.stderr.write("node verify-audit-export.mjs FILE.jsonl [HASH]\n");
	process.exit(2);
}

/** @param {unknown} value @returns {string} */
function canonical(value) {
	if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** @param {string} says */
function fail(says) {
	process.stdout.write(`NOT WHOLE: ${says}\n`);
	process.exit(1);
}

let entries = 0;
let previous = Buffer.alloc(32).toString("hex");
let end = null;
let cameBy = noted === undefined;
const lines = createInterface({
	input: createReadStream(file).on("error", (e) => {
		process.stderr.write(`${e.message}\n`);
		process.exit(2);
	}),
});
for await (const line of lines) {
	if (line.trim() === "") continue;
	let entry;
	try {
		entry = JSON.parse(line);
	} catch {
		fail(`after entry ${entries} comes a line that is no JSON`);
	}
	if (entry.courtside === "audit") continue;
	if (entry.end) {
		end = entry.end;
		continue;
	}
	if (end) fail("entries come after the end");
	const { seq, hash, previousHash, ...rest } = entry;
	if (seq !== entries + 1) fail(`entry ${entries + 1} is missing or stands elsewhere`);
	if (previousHash !== previous) fail(`entry ${seq} does not follow the one before it`);
	const text = canonical({ seq: String(seq), ...rest });
	const made = createHash("sha256").update(Buffer.from(previous, "hex")).update(text).digest("hex");
	if (made !== hash) fail(`entry ${seq} was changed`);
	if (made === noted) cameBy = true;
	previous = made;
	entries += 1;
}
if (!end) fail(`the file ends early, after entry ${entries}`);
if (end.seq !== entries || (entries > 0 && end.hash !== previous))
	fail(`the newest entries are missing, from ${entries + 1} on`);
if (!cameBy) fail("the head that was noted is not in this chain");
process.stdout.write(`WHOLE: ${entries} entries, head ${previous}\n`);
