import type { Confidence } from "./findings.ts";
import { sigmoid } from "./learner/text-model.ts";

/**
 * The deal's one probability after what was heard in a meeting: the meeting's reasons are added to it in log-odds, the
 * constant that every meeting starts from is not. A meeting without any leaves it where it was.
 */
export function movedProbability(before: number, { parts }: Pick<Confidence, "parts">): number {
	const kept = Math.min(0.999, Math.max(0.001, before));
	const moved = parts.reduce((sum, part) => sum + (part.code === "base" ? 0 : part.points), 0);
	return moved === 0 ? before : sigmoid(Math.log(kept / (1 - kept)) + moved);
}
