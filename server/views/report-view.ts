import type { ConnectionReportJson } from "../../core/contract/connections.ts";
import type { SourceHistory, SourceReport } from "../../core/contract/host-about.ts";
import type { OurCounts } from "../hosts/source-counts.ts";
import { sayTold } from "./connection-view.ts";
import { say, type Viewer } from "./viewer.ts";

type Line = ConnectionReportJson["lines"][number];

/** The source's own counts beside ours, each difference with what makes it, as far as we know. */
export function reportJson(
	viewer: Viewer,
	given: { source: SourceReport | null; history: SourceHistory | null; ours: OurCounts; now: number },
): ConnectionReportJson {
	const { source, history, ours, now } = given;
	const rows = Object.keys({ ...source?.rows, ...ours.rows }).filter((kind) => source?.rows[kind] || ours.rows[kind]);
	return {
		sourceAsOf: source && new Date(source.asOf).toISOString(),
		oursAsOf: new Date(now).toISOString(),
		lines: [
			...rows.map((kind) => rowLine(viewer, given, kind)),
			...(["open", "won"] as const).flatMap((part) => dealLines(viewer, given, part)),
		],
		history: history && {
			since: history.since === null ? null : new Date(history.since).toISOString(),
			note: sayTold(viewer, history.note),
		},
	};
}

interface Compared {
	source: SourceReport | null;
	ours: OurCounts;
}

function rowLine(viewer: Viewer, compared: Compared, kind: string): Line {
	const { source, ours } = compared;
	const line = counted(viewer, `rows:${kind}`, source?.rows[kind], ours.rows[kind] ?? 0);
	const failed = ours.failed[kind] ?? 0;
	if (line.difference === null || line.difference === "0") return line;
	const because: Line["because"] = [];
	if (failed > 0)
		because.push({ text: say(viewer, "connections.because.failed", { n: failed }), amount: String(-failed) });
	const left = Number(line.difference) + failed;
	if (left !== 0) because.push({ text: whyElse(viewer, compared, left), amount: String(left) });
	return { ...line, because };
}

/** What may make up for the rest: the source counted after we fetched, else what only a fresh start would settle. */
function whyElse(viewer: Viewer, { source, ours }: Compared, left: number): string {
	if (ours.fetchedAt === null) return say(viewer, "connections.because.neverFetched");
	if (source && source.asOf > ours.fetchedAt) return say(viewer, "connections.because.countedAfter");
	return say(viewer, left > 0 ? "connections.because.onlyHere" : "connections.because.onlyThere");
}

function dealLines(viewer: Viewer, compared: Compared, part: "open" | "won"): Line[] {
	const { source, ours } = compared;
	const [theirs, mine] = [source?.deals[part], ours.deals[part]];
	const currencies = [...new Set([...Object.keys(theirs?.totals ?? {}), ...Object.keys(mine.totals)])].sort();
	const failed = ours.failed["deal"] ?? 0;
	const explained = (line: Line): Line => {
		if (line.difference === null || line.difference === "0") return line;
		const because: Line["because"] = [];
		if (failed > 0) because.push({ text: say(viewer, "connections.because.failedDeals", { n: failed }), amount: null });
		if (line.unit === "minor" && ours.unpriced[part] > 0) {
			because.push({ text: say(viewer, "connections.because.unpriced", { n: ours.unpriced[part] }), amount: null });
		}
		if (because.length === 0) {
			because.push({ text: whyElse(viewer, compared, Number(line.difference)), amount: line.difference });
		}
		return { ...line, because };
	};
	return [
		explained(counted(viewer, `${part}:count`, theirs?.count, mine.count)),
		...currencies.map((currency) => {
			const [there, here] = [theirs && (theirs.totals[currency] ?? "0"), mine.totals[currency] ?? "0"];
			return explained({
				what: `${part}:${currency}`,
				text: say(viewer, `connections.line.${part}Total`, { currency }),
				unit: "minor",
				currency,
				source: there ?? null,
				ours: here,
				difference: there === undefined ? null : String(BigInt(here) - BigInt(there)),
				because: [],
			});
		}),
	];
}

function counted(viewer: Viewer, what: string, source: number | undefined, ours: number): Line {
	const [part = "", kind = ""] = what.split(":");
	return {
		what,
		text: part === "rows" ? say(viewer, `connections.rows.${kind}`) : say(viewer, `connections.line.${part}Count`),
		unit: "records",
		currency: null,
		source: source === undefined ? null : String(source),
		ours: String(ours),
		difference: source === undefined ? null : String(ours - source),
		because: [],
	};
}
