import { summarize } from "../../core/coaching/after/summarize.ts";
import { worthMinuting } from "../../core/coaching/after/worth-minuting.ts";
import { trainTextModel } from "../../core/coaching/learner/train-text-model.ts";
import { readSegment } from "../../core/coaching/read-segment.ts";
import { ami } from "./corpora.ts";
import { amiSegments } from "./measure-meetings.ts";
import { rouge } from "./rouge.ts";
import { SCRIPT_DAY } from "./scripted.ts";
import { minuteExamples, TRAINING } from "./tasks.ts";

const WORDS = 300;

/** ROUGE-1 and -2 (F1) of summaries against AMI's minutes, and how many of their sentences stand in the cited segment. */
export interface SummaryResult {
	meetings: number;
	rouge1: number;
	rouge2: number;
	lead1: number;
	lead2: number;
	sentences: number;
	grounded: number;
}

/** Five folds by team: no meeting of a team that was trained on is summarised. The reference is abstract, decisions, actions. */
export function measureSummaries(data: string, smoke: boolean, progress: (text: string) => void): SummaryResult {
	const meetings = ami(data, smoke ? 4 : undefined);
	const examples = meetings.map(minuteExamples);
	const teams = [...new Set(meetings.map((m) => m.meeting.slice(0, -1)))];
	const foldOf = (name: string): number => teams.indexOf(name.slice(0, -1)) % 5;
	const total = { rouge1: 0, rouge2: 0, lead1: 0, lead2: 0, sentences: 0, grounded: 0 };
	for (let fold = 0; fold < 5; fold++) {
		progress(`summaries: fold ${fold + 1} of 5`);
		const weights = trainTextModel(
			examples.filter((_, k) => foldOf(meetings[k]?.meeting ?? "") !== fold).flat(),
			TRAINING.minutes,
		);
		for (const { meeting, acts, abstract, decisions, actions } of meetings) {
			if (foldOf(meeting) !== fold) continue;
			const reference = [...abstract, ...decisions, ...actions].join(" ");
			const context = { reference: SCRIPT_DAY, competitors: [], trackers: [], tips: "none" as const };
			const finals = amiSegments(acts).map((segment) => ({ segment, read: readSegment(segment, null, "en", context) }));
			const summary = summarize(finals, { words: WORDS }, worthMinuting(finals, "en", weights));
			const texts = new Map(finals.map(({ segment }) => [segment.segmentId, segment.text]));
			total.sentences += summary.length;
			total.grounded += summary.filter((s) => texts.get(s.segmentIds[0] ?? "")?.includes(s.quote)).length;
			const said = summary.map((s) => s.quote).join(" ");
			const lead = acts
				.map((a) => a.text)
				.join(" ")
				.split(/\s+/)
				.slice(0, WORDS)
				.join(" ");
			total.rouge1 += rouge(reference, said, 1);
			total.rouge2 += rouge(reference, said, 2);
			total.lead1 += rouge(reference, lead, 1);
			total.lead2 += rouge(reference, lead, 2);
		}
	}
	const n = meetings.length;
	const { sentences, grounded } = total;
	const mean = (sum: number): number => (100 * sum) / n;
	return {
		...{ meetings: n, rouge1: mean(total.rouge1), rouge2: mean(total.rouge2) },
		...{ lead1: mean(total.lead1), lead2: mean(total.lead2), sentences, grounded },
	};
}
