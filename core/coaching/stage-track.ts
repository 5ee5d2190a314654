import type { StageFinding } from "./findings.ts";
import { STAGES, type Stage } from "./packs/signal-pack.ts";
import type { SegmentRead } from "./read-segment.ts";
import type { Segment } from "./segment.ts";

const WINDOW = 6;
const FORWARD_BIAS = 0.6;

/**
 * Where a meeting stands: cues of the last six turns vote, later stages with a small lead, and two windows in a row must
 * agree before it moves (three to go back).
 */
export class StageTrack {
	finding: StageFinding = { stage: "WARMING_UP", since: 0, segmentIds: [] };
	private readonly window: { id: string; stages: SegmentRead["stages"] }[] = [];
	private wanted: { stage: Stage; times: number } | null = null;

	hear(segment: Segment, read: SegmentRead): void {
		this.window.push({ id: segment.segmentId, stages: read.stages });
		if (this.window.length > WINDOW) this.window.shift();
		const here = STAGES.indexOf(this.finding.stage);
		const votes = STAGES.map((stage, k) => {
			const cues = this.window.reduce((sum, w, at) => sum + (w.stages[stage] ?? 0) * (0.5 + at / (2 * WINDOW)), 0);
			return cues > 0 ? cues + (k >= here ? FORWARD_BIAS : 0) : 0;
		});
		const best = votes.indexOf(Math.max(...votes));
		const stage = STAGES[best];
		if (!stage || best === here || (votes[best] ?? 0) <= 1) {
			this.wanted = null;
			return;
		}
		this.wanted = this.wanted?.stage === stage ? { stage, times: this.wanted.times + 1 } : { stage, times: 1 };
		if (this.wanted.times < (best > here ? 2 : 3)) return;
		const segmentIds = this.window.filter((w) => w.stages[stage]).map((w) => w.id);
		this.finding = { stage, since: segment.end, segmentIds };
		this.wanted = null;
	}
}
