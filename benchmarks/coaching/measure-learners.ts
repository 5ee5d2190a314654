import { moodFeatures } from "../../core/coaching/learner/features.ts";
import { moodOf } from "../../core/coaching/learner/mood-model.ts";
import { sumOf } from "../../core/coaching/learner/text-model.ts";
import { type Example, trainTextModel } from "../../core/coaching/learner/train-text-model.ts";
import { coachModels } from "../../core/coaching/models.ts";
import { agreedPrice } from "../../core/coaching/prices.ts";
import { seededRandom } from "../../core/stats/random.ts";
import { ami, bargains, hebrewMoods, XLMT_LANGUAGES, xlmt } from "./corpora.ts";
import { actionExamples, argMax, commitmentExamples, f1, fitMood, macroF1, TRAINING } from "./tasks.ts";

interface Judged {
	sum: number;
	is: boolean;
	meeting: number;
}

/** Actions on AMI by five folds of meetings; the cut is set on the meetings trained on, each left out once. */
export interface ActionResult {
	f1: number;
	/** 95 % by drawing meetings again. */
	f1Interval: [number, number];
	recallAtTen: number;
	recallInterval: [number, number];
	meetings: number;
	positives: number;
}

/** Action items. Meetings of one team are about one product, so a team is never on both sides. */
export function measureActions(data: string, smoke: boolean, progress: (text: string) => void): ActionResult {
	const meetings = ami(data, smoke ? 8 : undefined);
	const examples = meetings.map(actionExamples);
	const teamOf = meetings.map((m) => m.meeting.slice(0, -1));
	const teams = [...new Set(teamOf)];
	const foldOf = (k: number): number => teams.indexOf(teamOf[k] ?? "") % 5;
	const rows: (Judged & { said: boolean })[] = [];
	for (let fold = 0; fold < 5; fold++) {
		progress(`actions: fold ${fold + 1} of 5`);
		const train = examples.flatMap((e, k) => (foldOf(k) === fold ? [] : [{ e, k }]));
		const inner = (fold + 1) % 5;
		const cut = bestCut(
			score(
				train.filter(({ k }) => foldOf(k) !== inner).map(({ e }) => e),
				train.filter(({ k }) => foldOf(k) === inner),
			),
		);
		const test = examples.map((e, k) => ({ e, k })).filter(({ k }) => foldOf(k) === fold);
		rows.push(
			...score(
				train.map(({ e }) => e),
				test,
			).map((r) => ({ ...r, said: r.sum >= cut })),
		);
	}
	const ids = [...new Set(rows.map((r) => r.meeting))];
	const byMeeting = new Map(ids.map((id) => [id, rows.filter((r) => r.meeting === id)]));
	const f1Of = (chosen: number[]): number => f1(chosen.flatMap((id) => byMeeting.get(id) ?? []));
	const recallOf = (chosen: number[]): number => {
		const lists = chosen.map((id) => byMeeting.get(id) ?? []);
		const found = lists.reduce(
			(sum, l) =>
				sum +
				[...l]
					.sort((a, b) => b.sum - a.sum)
					.slice(0, 10)
					.filter((r) => r.is).length,
			0,
		);
		return (
			found /
			Math.max(
				1,
				lists.reduce((sum, l) => sum + l.filter((r) => r.is).length, 0),
			)
		);
	};
	return {
		...{
			f1: f1Of(ids),
			f1Interval: drawn(ids, f1Of),
			recallAtTen: recallOf(ids),
			recallInterval: drawn(ids, recallOf),
		},
		...{ meetings: ids.length, positives: rows.filter((r) => r.is).length },
	};
}

function score(train: Example[][], test: { e: Example[]; k: number }[]): Judged[] {
	const weights = trainTextModel(train.flat(), TRAINING.action);
	return test.flatMap(({ e, k }) => e.map((one) => ({ sum: sumOf(weights, one.features), is: one.label, meeting: k })));
}

function bestCut(rows: Judged[]): number {
	const cuts = Array.from({ length: 25 }, (_, k) => -4 + k / 5);
	return (
		cuts
			.map((cut) => ({ cut, f1: f1(rows.map((r) => ({ said: r.sum >= cut, is: r.is }))) }))
			.sort((a, b) => b.f1 - a.f1)[0]?.cut ?? 0
	);
}

function drawn(ids: number[], of: (ids: number[]) => number): [number, number] {
	const random = seededRandom(1);
	const values = Array.from({ length: 400 }, () => of(ids.map(() => ids[Math.floor(random() * ids.length)] ?? 0))).sort(
		(a, b) => a - b,
	);
	return [values[10] ?? 0, values[389] ?? 0];
}

/** E-mail sentences that ask or promise, five folds: F1 at a half. */
export function measureCommitments(data: string): { f1: number; n: number } {
	const examples = commitmentExamples(data);
	const rows: { said: boolean; is: boolean }[] = [];
	for (let fold = 0; fold < 5; fold++) {
		const weights = trainTextModel(
			examples.filter((_, k) => k % 5 !== fold),
			TRAINING.commitment,
		);
		for (const e of examples.filter((_, k) => k % 5 === fold))
			rows.push({ said: sumOf(weights, e.features) >= 0, is: e.label });
	}
	return { f1: f1(rows), n: rows.length };
}

/** Mood on tweets nobody trained on, by language; Hebrew comments by a fifth kept out of a model trained on the rest. */
export function measureMoods(data: string): { language: string; n: number; macroF1: number }[] {
	const { mood, hebrewMood } = coachModels();
	const tweets = XLMT_LANGUAGES.map((language) => {
		const rows = xlmt(data, language, "val").map((t) => {
			const said = moodOf(mood, t.text);
			return { said: argMax([said.negative, said.neutral, said.positive]), is: t.mood };
		});
		return { language, n: rows.length, macroF1: macroF1(rows) };
	});
	const hebrew = hebrewMoods(data);
	const weights = fitMood(
		hebrew.filter((_, k) => k % 5 !== 1),
		TRAINING.hebrewMood,
	);
	const rows = hebrew
		.filter((_, k) => k % 5 === 1)
		.map((t) => ({
			said: argMax(weights.map((w, k) => sumOf(w, moodFeatures(t.text)) + (hebrewMood.offsets[k] ?? 0))),
			is: t.mood,
		}));
	return [...tweets, { language: "hebrew", n: rows.length, macroF1: macroF1(rows) }];
}

/** Agreed prices within one per cent. */
export function measurePrices(data: string): { share: number; n: number } {
	const agreed = bargains(data).filter((b) => b.agreed !== null && b.chat.length > 0);
	const right = agreed.filter(({ chat, listPrice, agreed: price }) => {
		const said = agreedPrice(chat, listPrice);
		return said !== null && price !== null && Math.abs(said - price) <= 0.01 * price;
	});
	return { share: right.length / agreed.length, n: agreed.length };
}
