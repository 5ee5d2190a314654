import type { Transaction } from "kysely";
import { whatChanged } from "../../core/forecast/waterfall/what-changed.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { StoredCall } from "../db/forecast-calls.ts";
import type { Tables } from "../db/tables.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { modelAnswering, type WholeInput } from "./whole-input.ts";

/** One line of a sum, minor units. */
export interface MoneyLine {
	text: string;
	minor: bigint;
}

const KINDS = [
	"won",
	"lost",
	"new",
	"reopened",
	"owner",
	"elsewhere",
	"amount",
	"rate",
	"probability",
	"time",
	"uncreated",
	"correction",
	"model",
] as const;
type Kind = (typeof KINDS)[number];
const SAME: Record<string, Kind> = { owner_in: "owner", owner_out: "owner", won_elsewhere: "elsewhere" };

/**
 * From the last call of a node (without one: from its number a week ago) to its number now, kind by kind. The first line
 * is where it begins; all of them add up to the number now exactly.
 */
export async function bridgeOf(
	trx: Transaction<Tables>,
	whole: WholeInput,
	node: { nodeId: string; valueMinor: bigint },
	call: StoredCall | null,
	viewer: Viewer,
): Promise<MoneyLine[]> {
	const { input } = whole;
	const from = call ? call.submittedAt : input.now - 7 * DAY_MS;
	const when = formatInstant(from, viewer.locale, viewer.zone);
	const replay = async () => {
		const model = await modelAnswering(trx, whole, call?.model ?? null, from);
		return whatChanged({ ...input, now: from, model }, input, node.nodeId);
	};
	const change = from < input.now ? await replay() : null;
	const sums = new Map<Kind, bigint>();
	for (const part of change?.explanation.parts ?? []) {
		const code = part.code.replace(/^change_/, "").replace(/_rest$/, "");
		const kind = SAME[code] ?? KINDS.find((k) => k === code) ?? "correction";
		sums.set(kind, (sums.get(kind) ?? 0n) + part.value);
	}
	const lines: MoneyLine[] = [];
	if (call) {
		const commit = call.amounts.commitMinor;
		lines.push({ text: say(viewer, "bridge.call", { who: call.authorName, when }), minor: commit });
		lines.push({ text: say(viewer, "bridge.beyondCall"), minor: call.model.valueMinor - commit });
	} else {
		lines.push({ text: say(viewer, "bridge.weekAgo", { when }), minor: change?.before.valueMinor ?? node.valueMinor });
	}
	for (const kind of KINDS) {
		const minor = sums.get(kind) ?? 0n;
		if (minor !== 0n && kind !== "correction") lines.push({ text: say(viewer, `bridge.${kind}`), minor });
	}
	const rest = node.valueMinor - lines.reduce((sum, line) => sum + line.minor, 0n);
	if (rest !== 0n) lines.push({ text: say(viewer, "bridge.correction"), minor: rest });
	return lines;
}
