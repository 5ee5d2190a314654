import type { Part } from "../../explain/explanation.ts";
import type { DealTimeline, Step } from "../../model/timeline.ts";
import { at } from "../../model/timeline.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import type { ForecastInput } from "../forecast.ts";
import type { Pricing } from "../pricing.ts";
import type { DealShare } from "./deal-shares.ts";

/** Two moments between which a deal's share changed. */
export interface ChangeFrame {
	before: ForecastInput;
	after: ForecastInput;
	/** With the rates that were known before. */
	priceBefore: Pricing;
	/** Whether an owner's deals stand under the node, then and now. */
	wasOfNode: (ownerId: string | null) => boolean;
	isOfNode: (ownerId: string | null) => boolean;
}

/** Why one deal brings another amount than before: parts that sum to the difference exactly. Both by the same model. */
export function dealChange(
	line: DealTimeline,
	was: DealShare | undefined,
	is: DealShare | undefined,
	frame: ChangeFrame,
): Part<bigint>[] {
	if (was?.place === "open" && is?.place === "open") return openChange(line, was, is, frame);
	if (was && is) {
		const code = is.place === "open" ? "change_reopened" : was.place === "won" ? "change_amount" : "change_won";
		return [part(line, code, is.expectedMinor - was.expectedMinor)];
	}
	if (is) return [part(line, arrival(line, is, frame), is.expectedMinor)];
	return was ? [part(line, leaving(line, was, frame), -was.expectedMinor)] : [];
}

function openChange(line: DealTimeline, was: DealShare, is: DealShare, frame: ChangeFrame): Part<bigint>[] {
	const { before, after, priceBefore } = frame;
	const weigh = (amountMinor: bigint): bigint => BigInt(Math.round(Number(amountMinor) * was.probability));
	const atOldRate = priceBefore(at(line.amounts, after.now) ?? null, line.currency, before.now);
	const newAmount = weigh("missing" in atOldRate ? is.amountMinor : atOldRate.amountMinor);
	const newRate = weigh(is.amountMinor);
	const isTouched = [line.stages, line.closeDates, line.amounts, line.status].some((steps) =>
		(steps as Step<unknown>[]).some((s) => before.now <= s.at && s.at < after.now),
	);
	return [
		part(line, "change_amount", newAmount - was.expectedMinor),
		part(line, "change_rate", newRate - newAmount),
		part(line, isTouched ? "change_probability" : "change_time", is.expectedMinor - newRate, {
			from: was.probability,
			to: is.probability,
		}),
	];
}

function part(line: DealTimeline, code: string, value: bigint, params: Part["params"] = {}): Part<bigint> {
	return { code, params, value, group: "deal", about: { entity: "deal", id: line.dealId } };
}

/** Why a deal is in the number that was not. */
function arrival(line: DealTimeline, is: DealShare, { before, after, wasOfNode }: ChangeFrame): string {
	const life = lifeAsOf(line, before.now);
	if (!life) return is.place === "won" ? "change_won" : "change_new";
	if (!wasOfNode(ownerAt(line, before.now))) return "change_owner_in";
	if (is.place === "won") return "change_won";
	if (life.status !== "open") return "change_reopened";
	return at(line.amounts, before.now) === at(line.amounts, after.now) ? "change_rate" : "change_amount";
}

/** Why a deal is no longer in the number. */
function leaving(line: DealTimeline, was: DealShare, { after, isOfNode }: ChangeFrame): string {
	const life = lifeAsOf(line, after.now);
	if (!isOfNode(ownerAt(line, after.now))) return "change_owner_out";
	if (life?.status === "lost") return was.place === "won" ? "change_reopened" : "change_lost";
	if (life?.status === "won") return "change_won_elsewhere";
	return (at(line.amounts, after.now) ?? null) === null ? "change_amount" : "change_rate";
}

function ownerAt(line: DealTimeline, moment: number): string | null {
	const life = lifeAsOf(line, moment);
	const seen = life?.closedAt ? Math.min(moment, life.closedAt + 1) : moment;
	return at(line.owners, seen) ?? line.owners[0]?.value ?? null;
}
