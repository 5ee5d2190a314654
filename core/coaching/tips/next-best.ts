import type { TipKind } from "../findings.ts";
import type { MeetingState } from "../fold.ts";
import type { SlotName } from "../packs/signal-pack.ts";

/** What to learn, what matters most first. */
const LEARN: readonly SlotName[] = ["pain", "metrics", "timeline", "decisionMaker", "budget", "decisionProcess"];

/**
 * The one thing to do when a rep asks: the tip that stands highest, else an open question of the customer's, else the
 * first thing not yet learnt, else the next step. Null: nothing is missing.
 */
export function nextBest({ derived }: MeetingState): { kind: TipKind; quote: string | null } | null {
	const [standing] = derived.tips.filter((tip) => !tip.withdrawn).sort((a, b) => b.rank - a.rank);
	if (standing) return { kind: standing.kind, quote: standing.quote };
	const open = derived.signals.findLast(
		(s) => s.kind === "question" && s.side === "customer" && s.isAnswered === false,
	);
	if (open) return { kind: "unanswered", quote: open.quote };
	const missing = LEARN.find((slot) => (derived.slots[slot]?.level ?? 0) < 2);
	if (missing) return { kind: `slot.${missing}`, quote: null };
	return derived.slots.nextStep ? null : { kind: "no-next-step", quote: null };
}
