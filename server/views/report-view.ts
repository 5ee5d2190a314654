import type { ConnectionReportJson } from "../../core/contract/connections.ts";
import type { SourceHistory, SourceReport } from "../../core/contract/host-about.ts";
import type { CountedDeal } from "../hosts/changed-here.ts";
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

type Reason = Line["because"][number];

/** A line with its reasons: what is known with its amount, and whatever is left as a line of its own, never left out. */
function explained(viewer: Viewer, compared: Compared, line: Line, reasons: readonly Reason[]): Line {
	if (line.difference === null || line.difference === "0") return line;
	const said = reasons.filter(({ amount }) => amount !== "0");
	const known = said.reduce((sum, { amount }) => sum + BigInt(amount ?? 0), 0n);
	const left = BigInt(line.difference) - known;
	if (left === 0n) return { ...line, because: said };
	// Where a reason has no amount the rest may lie in it; to say so of the whole rest would be a guess.
	const why = said.some(({ amount }) => amount === null) ? "unexplained" : whyElse(compared, left);
	const rest = { text: say(viewer, `connections.because.${why}`), amount: left.toString() };
	return { ...line, because: [...said, rest] };
}

function rowLine(viewer: Viewer, compared: Compared, kind: string): Line {
	const { source, ours } = compared;
	const line = counted(viewer, `rows:${kind}`, source?.rows[kind], ours.rows[kind] ?? 0);
	const because = (why: string, n: number) => ({
		text: say(viewer, `connections.because.${why}`, { n }),
		amount: String(-n),
	});
	const deletedSince = (ours.deletedAt[kind] ?? []).filter((at) => source && at > source.asOf).length;
	return explained(viewer, compared, line, [
		because("failed", ours.failed[kind] ?? 0),
		because("merged", ours.merged[kind] ?? 0),
		because("deletedSince", deletedSince),
	]);
}

/** What may make up for the rest: the source counted after we fetched, else what only a fresh start would settle. */
function whyElse({ source, ours }: Compared, left: bigint): string {
	if (ours.fetchedAt === null) return "neverFetched";
	if (source && source.asOf > ours.fetchedAt) return "countedAfter";
	return left > 0n ? "onlyHere" : "onlyThere";
}

function dealLines(viewer: Viewer, compared: Compared, part: "open" | "won"): Line[] {
	const { source, ours } = compared;
	const [theirs, mine] = [source?.deals[part], ours.deals[part]];
	const currencies = [...new Set([...Object.keys(theirs?.totals ?? {}), ...Object.keys(mine.totals)])].sort();
	const reasons = (amountOf: (deal: CountedDeal) => bigint, isMoney: boolean): Reason[] => {
		const changed = ours.changedHere
			.map(({ here, there }) => amountOf(here) - amountOf(there))
			.filter((amount) => amount !== 0n);
		const unsized = (why: string, n: number): Reason[] =>
			n > 0 ? [{ text: say(viewer, `connections.because.${why}`, { n }), amount: null }] : [];
		return [
			{
				text: say(viewer, "connections.because.changedHere", { n: changed.length }),
				amount: changed.reduce((sum, amount) => sum + amount, 0n).toString(),
			},
			...unsized("failedDeals", ours.failed["deal"] ?? 0),
			...unsized("mergedDeals", ours.merged["deal"] ?? 0),
			...unsized("unpriced", isMoney ? ours.unpriced[part] : 0),
		];
	};
	const isIn = ({ status }: CountedDeal) => status === part;
	const count = counted(viewer, `${part}:count`, theirs?.count, mine.count);
	return [
		explained(
			viewer,
			compared,
			count,
			reasons((deal) => (isIn(deal) ? 1n : 0n), false),
		),
		...currencies.map((currency) => {
			const [there, here] = [theirs && (theirs.totals[currency] ?? "0"), mine.totals[currency] ?? "0"];
			const line: Line = {
				what: `${part}:${currency}`,
				text: say(viewer, `connections.line.${part}Total`, { currency }),
				unit: "minor",
				currency,
				source: there ?? null,
				ours: here,
				difference: there === undefined ? null : String(BigInt(here) - BigInt(there)),
				because: [],
			};
			const minorOf = (deal: CountedDeal) => (isIn(deal) && deal.currency === currency ? BigInt(deal.minor ?? 0) : 0n);
			return explained(viewer, compared, line, reasons(minorOf, true));
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
