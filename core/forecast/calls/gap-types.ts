import type { Explanation } from "../../explain/explanation.ts";

/** A deal that stands between a commit and the model's number. */
export interface GapDeal {
	dealId: string;
	ownerId: string | null;
	stageId: string | null;
	amountMinor: bigint;
	probability: number;
	expectedMinor: bigint;
	/** What the call counts of it: all or nothing. */
	calledMinor: bigint;
	/** called − expected. */
	gapMinor: bigint;
}

/** Why a commit is another number than the model's. */
export interface CallGap {
	nodeId: string;
	modelMinor: bigint;
	commitMinor: bigint;
	/** commit − model. */
	gapMinor: bigint;
	/** False where nobody said which deals are in the commit: the likeliest that make up the sum are taken. */
	isNamed: boolean;
	/** Largest gap first; all deals that are counted by the call or by the model. */
	deals: GapDeal[];
	/** Base: the model; `gap_called`, `gap_not_called` by deal, `gap_uncreated`, `gap_correction`, `gap_unnamed`; total: the commit. */
	explanation: Explanation<bigint>;
}
