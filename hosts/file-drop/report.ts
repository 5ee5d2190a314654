import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { SourceHistory, SourceReport, Tested } from "../../core/contract/host-about.ts";
import { minorFromDecimal } from "../../core/model/money.ts";
import { CHANGES, journalFiles, recordsOf } from "./journal.ts";

const deals = z.object({ count: z.int().min(0), totals: z.record(z.string().regex(/^[A-Z]{3}$/), z.string()) });
const reportFile = z.object({
	asOf: z.iso.datetime({ offset: true }),
	rows: z.record(z.string(), z.int().min(0)),
	deals: z.object({ open: deals, won: deals }),
});
const dated = z.object({ changes: z.tuple([z.looseObject({ recordedAt: z.iso.datetime({ offset: true }) })]) });

/** The folder's own totals from `report.json`; null where there is none. Throws unprocessable on one that cannot be read. */
export async function readReport({ files }: Ports): Promise<SourceReport | null> {
	const text = await files.read("report.json");
	if (text === null) return null;
	const parsed = reportFile.safeParse(parsedJson(text));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new CourtsideError(
			"unprocessable",
			`report.json, ${issue?.path.join(".")}: ${issue?.message}. Mend it there.`,
		);
	}
	const { asOf, rows, deals: given } = parsed.data;
	const inMinor = ({ count, totals }: z.infer<typeof deals>) => ({
		count,
		totals: Object.fromEntries(
			Object.entries(totals).map(([currency, amount]) => [currency, String(minorFromDecimal(amount, currency) ?? 0n)]),
		),
	});
	return { asOf: Date.parse(asOf), rows, deals: { open: inMinor(given.open), won: inMinor(given.won) } };
}

/** Since when the journal goes back: the earliest change in its first file. */
export async function historyOf({ files }: Ports): Promise<SourceHistory> {
	const [first] = await journalFiles(files);
	const records = first ? recordsOf(first, await files.read(`${CHANGES}/${first}`)) : [];
	const moments = records.flatMap((record) => {
		const found = dated.safeParse(record);
		return found.success ? [Date.parse(found.data.changes[0].recordedAt)] : [];
	});
	return moments.length > 0
		? { since: moments.reduce((a, b) => Math.min(a, b)), note: { key: "host.fileDrop.history" } }
		: { since: null, note: { key: "host.fileDrop.noHistory" } };
}

/** Whether there is something to read, and whether we may write beside it. */
export async function tryFolder({ files, now }: Ports): Promise<Tested> {
	const where = await files.where();
	if ((await journalFiles(files)).length === 0) {
		const fault = { key: "host.fileDrop.empty", params: { where: `${where}/${CHANGES}` } };
		return { ok: false, fault, todo: { key: "host.fileDrop.fill" } };
	}
	try {
		await files.write("courtside.json", `${JSON.stringify({ seenAt: new Date(now()).toISOString() })}\n`);
		return { ok: true };
	} catch (fault) {
		const reason = (fault as Error).message;
		return {
			ok: false,
			fault: { key: "host.fileDrop.notWritable", params: { where, reason } },
			todo: { key: "host.fileDrop.allow" },
		};
	}
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
