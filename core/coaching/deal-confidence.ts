import type { Derived } from "./derive.ts";
import type { Confidence } from "./findings.ts";
import { sigmoid } from "./learner/text-model.ts";
import { SLOTS } from "./packs/signal-pack.ts";

/**
 * How likely the deal looks from this meeting alone. A stated prior until a workspace's own meetings say better: each part is
 * in log-odds and they add up to the margin. A part's sentence is `coach.confidence.<code>`.
 */
export function dealConfidence({
	signals,
	slots,
	sentiment,
}: Pick<Derived, "signals" | "slots" | "sentiment">): Confidence {
	const stated = SLOTS.filter((slot) => (slots[slot]?.level ?? 0) >= 2 && slot !== "nextStep").length;
	const buying = signals.filter((s) => s.kind === "buying" && s.side === "customer").length;
	const objections = signals.filter((s) => s.kind === "objection" && s.side === "customer").length;
	const unanswered = signals.filter((s) => s.kind === "question" && s.isAnswered === false).length;
	const parts = [
		{ code: "base", points: -0.8 },
		{ code: "learnt", points: 0.2 * stated },
		{ code: "buying", points: 0.35 * Math.min(4, buying) },
		{ code: "objections", points: -0.3 * Math.min(4, objections) },
		{ code: "unanswered", points: -0.2 * Math.min(3, unanswered) },
		{ code: "mood", points: 0.6 * (sentiment?.value ?? 0) },
		{ code: "nextStep", points: slots.nextStep ? 0.25 * slots.nextStep.level : 0 },
	].filter((p) => p.code === "base" || p.points !== 0);
	return { value: sigmoid(parts.reduce((sum, p) => sum + p.points, 0)), parts };
}
