import type { ScenarioChangeJson } from "../../../core/contract/scenarios.ts";
import { decimalFromMinor } from "../../../core/model/money.ts";
import { readAmount } from "../read-amount.ts";

/** The kinds that the form can make. */
export const DRAFT_KINDS = [
	"win_rate",
	"creation",
	"cycle",
	"market",
	"deal_won",
	"deal_lost",
	"deal_moved",
	"hire",
	"leave",
	"territory",
	"quota",
] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

/** A change as a person fills it in. Fields that its kind does not use stay as they are. */
export interface ChangeDraft {
	key: string;
	/** `kept`: one that the form has no fields for; it goes along as it is. */
	kind: DraftKind | "kept";
	deal: { id: string; name: string } | null;
	/** "" for all. */
	nodeId: string;
	otherId: string;
	percent: string;
	day: string;
	count: string;
	months: string;
	amount: string;
	kept: ScenarioChangeJson | null;
	/** What it says, where it was kept. */
	says: string;
}

/** An empty change of a kind; `day` is where dates begin. */
export function newDraft(kind: DraftKind, day: string): ChangeDraft {
	const percent = kind === "market" || kind === "territory" ? "100" : "10";
	return {
		key: crypto.randomUUID(),
		kind,
		deal: null,
		nodeId: "",
		otherId: "",
		percent,
		day,
		count: "1",
		months: "3",
		amount: "",
		kept: null,
		says: "",
	};
}

/** A kept change to fill in again. `says` is its sentence, `dealName` what its deal is called. */
export function draftOf(
	change: ScenarioChangeJson,
	given: { says: string; day: string; currency: string; dealName: string },
): ChangeDraft {
	const draft = newDraft(change.kind === "deal_amount" ? "win_rate" : change.kind, given.day);
	switch (change.kind) {
		case "win_rate":
		case "creation":
		case "cycle":
			return { ...draft, nodeId: change.nodeId ?? "", percent: shown((change.times - 1) * 100) };
		case "market":
			return { ...draft, nodeId: change.nodeId ?? "", percent: shown(change.index * 100) };
		case "deal_won":
		case "deal_lost":
			return { ...draft, deal: { id: change.dealId, name: given.dealName } };
		case "deal_moved":
			return { ...draft, deal: { id: change.dealId, name: given.dealName }, day: change.closeDate };
		case "hire":
			return {
				...draft,
				nodeId: change.nodeId,
				count: String(change.count),
				day: change.startsOn,
				months: shown(change.rampMonths),
			};
		case "leave":
			return { ...draft, nodeId: change.userId, otherId: change.dealsTo ?? "", day: change.on };
		case "territory":
			return { ...draft, nodeId: change.fromUserId, otherId: change.toUserId, percent: shown(change.share * 100) };
		case "quota": {
			const amountMinor = BigInt(change.amountMinor);
			return { ...draft, nodeId: change.nodeId, amount: decimalFromMinor({ amountMinor, currency: given.currency }) };
		}
		case "deal_amount":
			return { ...draft, kind: "kept", kept: change, says: given.says };
	}
}

/** The change that a draft stands for; null while something is missing or no number. */
export function changeOf(draft: ChangeDraft, currency: string, locale: string): ScenarioChangeJson | null {
	const { kind, deal, nodeId, otherId, day } = draft;
	const percent = numberOf(draft.percent);
	const whose = nodeId === "" ? {} : { nodeId };
	switch (kind) {
		case "kept":
			return draft.kept;
		case "win_rate":
		case "creation":
		case "cycle":
			return percent === null || percent < -95 || percent > 900
				? null
				: { kind, times: factor(100 + percent), ...whose };
		case "market":
			return percent === null || percent < 0 || percent > 1000 ? null : { kind, index: factor(percent), ...whose };
		case "deal_won":
		case "deal_lost":
			return deal && { kind, dealId: deal.id };
		case "deal_moved":
			return deal && day ? { kind, dealId: deal.id, closeDate: day } : null;
		case "hire": {
			const [count, rampMonths] = [numberOf(draft.count), numberOf(draft.months)];
			if (nodeId === "" || !day || count === null || rampMonths === null) return null;
			if (!Number.isInteger(count) || count < 0 || rampMonths < 0 || rampMonths > 36) return null;
			return { kind, nodeId, count, startsOn: day, rampMonths };
		}
		case "leave":
			return nodeId === "" || !day ? null : { kind, userId: nodeId, on: day, dealsTo: otherId === "" ? null : otherId };
		case "territory":
			if (nodeId === "" || otherId === "" || percent === null || percent < 0 || percent > 100) return null;
			return { kind, fromUserId: nodeId, toUserId: otherId, share: factor(percent) };
		case "quota": {
			const minor = readAmount(draft.amount, currency, locale);
			return nodeId === "" || minor === null || minor < 0n ? null : { kind, nodeId, amountMinor: minor.toString() };
		}
	}
}

function numberOf(text: string): number | null {
	const value = Number(text.trim().replace(",", ".").replace("−", "-"));
	return text.trim() === "" || !Number.isFinite(value) ? null : value;
}

/** Percent as a factor, without the crumbs of binary fractions. */
function factor(percent: number): number {
	return Math.round(percent * 100) / 10_000;
}

function shown(value: number): string {
	return String(Math.round(value * 100) / 100);
}
