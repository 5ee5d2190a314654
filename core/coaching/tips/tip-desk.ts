import type { Signal, Tip } from "../findings.ts";
import type { Listener } from "../listener.ts";
import type { MeetingContext } from "../meeting-context.ts";
import type { SlotName } from "../packs/signal-pack.ts";
import type { Segment } from "../segment.ts";
import type { TipProposal } from "./propose-tips.ts";

const COOLDOWN_SEC = 90;
const STANDS_SEC = 45;
const MOST_VISIBLE = 3;
const URGENT = 0.8;
/** Between two tips: what is urgent waits less. */
const GAP_SEC = { normal: { urgent: 8, other: 20 }, few: { urgent: 20, other: 60 } };
const FEW_URGENCY = 0.7;

/** Lets few tips through, one at a time, and takes them back when they have done their work or their time is over. */
export class TipDesk {
	readonly tips: Tip[] = [];
	private readonly level: MeetingContext["tips"];
	private readonly dismissed: ReadonlySet<string>;
	private readonly said = new Set<string>();
	private readonly lastOfKind = new Map<string, number>();
	private lastAt = Number.NEGATIVE_INFINITY;

	constructor(level: MeetingContext["tips"], dismissed: ReadonlySet<string>) {
		this.level = level;
		this.dismissed = dismissed;
	}

	/** Takes back what this segment has settled. */
	attend(now: number, listener: Listener, segment: Segment, fresh: readonly Signal[]): void {
		for (const tip of this.tips) {
			if (tip.withdrawn) continue;
			if (isSatisfied(tip, listener, segment, fresh)) tip.withdrawn = { at: now, why: "satisfied" };
			else if (now >= tip.expiresAt) tip.withdrawn = { at: tip.expiresAt, why: "expired" };
		}
	}

	/** Lets the first proposal through that nothing stands against. */
	offer(proposals: readonly TipProposal[], now: number): void {
		if (this.level === "none") return;
		for (const proposal of proposals) {
			if (!this.mayPass(proposal, now)) continue;
			const { kind, urgency, params, about, ...heard } = proposal;
			const standing = this.tips.filter((t) => !t.withdrawn);
			const least = standing.sort((a, b) => a.rank - b.rank)[0];
			if (standing.length >= MOST_VISIBLE && least) {
				if (least.rank >= urgency) continue;
				least.withdrawn = { at: now, why: "replaced" };
			}
			const id = `${kind}@${heard.segmentIds[0]}`;
			this.tips.push({
				id,
				kind,
				params,
				rank: urgency,
				expiresAt: now + STANDS_SEC,
				withdrawn: null,
				...heard,
				at: now,
			});
			this.said.add(`${kind} ${about}`);
			this.lastOfKind.set(kind, now);
			this.lastAt = now;
			return;
		}
	}

	private mayPass({ kind, urgency, about }: TipProposal, now: number): boolean {
		if (this.dismissed.has(kind) || this.said.has(`${kind} ${about}`)) return false;
		if (this.level === "few" && urgency < FEW_URGENCY) return false;
		const gaps = GAP_SEC[this.level === "few" ? "few" : "normal"];
		const gap = urgency >= URGENT ? gaps.urgent : gaps.other;
		if (now - this.lastAt < gap && kind !== "no-next-step") return false;
		const last = this.lastOfKind.get(kind);
		return last === undefined || now - last >= COOLDOWN_SEC;
	}
}

function isSatisfied(tip: Tip, listener: Listener, segment: Segment, fresh: readonly Signal[]): boolean {
	const repAsks = segment.role === "rep" && fresh.some((s) => s.kind === "question");
	if (tip.kind.startsWith("objection.") || tip.kind === "competitor") return repAsks;
	if (tip.kind === "buying" || tip.kind === "no-next-step") return fresh.some((s) => s.kind === "next-step");
	if (tip.kind === "unanswered")
		return segment.role === "rep" && listener.signals.some((s) => s.quote === tip.quote && s.isAnswered === true);
	if (tip.kind === "monologue" || tip.kind === "talk-ratio") return segment.role === "customer";
	if (tip.kind.startsWith("slot.")) return (listener.slots[tip.kind.slice(5) as SlotName]?.level ?? 0) >= 2;
	return false;
}
