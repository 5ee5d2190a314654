import { type BenchmarkContext, type BenchmarkReport, percent, table } from "../benchmark.ts";
import { dataFile } from "../data-folder.ts";
import { measureActions, measureCommitments, measureMoods, measurePrices } from "./measure-learners.ts";
import { measureDueDates, measureScripts, measureSpeed, measureTalk, type ScriptResult } from "./measure-meetings.ts";
import { measureQuestions } from "./measure-questions.ts";
import { measureSummaries } from "./measure-summaries.ts";

/** The coach without any service: on corpora nobody trained on, on phrases and scripted meetings of our own, and how fast. */
export async function run({ data, smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const own = measureOwn(smoke ? null : data, smoke, progress);
	const speech = dataFile(data, "speech") ? measureCorpora(data ?? "", smoke, progress) : null;
	const missing = "Corpora: not measured, because the data folder is not there (`--data FOLDER` or `COURTSIDE_DATA`).";
	return {
		title: "The coach at the table, without any service",
		body: [own.body, speech?.body ?? missing].join("\n\n"),
		metrics: { ...own.metrics, ...speech?.metrics },
	};
}

function measureOwn(
	data: string | null,
	smoke: boolean,
	progress: (text: string) => void,
): Pick<BenchmarkReport, "body" | "metrics"> {
	progress("scripted meetings");
	const scripts = measureScripts();
	const dues = measureDueDates();
	progress("speed");
	const speed = measureSpeed(dataFile(data, "speech") ? data : null, smoke);
	const [seen, kept] = (["seen", "kept"] as const).map((part) => sumOf(scripts.filter((s) => s.part === part)));
	const dueOf = (part: string) => {
		const rows = dues.filter((d) => d.part === part);
		const sum = (of: "n" | "right" | "wrong"): number => rows.reduce((s, d) => s + d[of], 0);
		return { n: sum("n"), right: sum("right") / sum("n"), wrong: sum("wrong") / sum("n") };
	};
	const line = (name: string, s: ScriptResult): (string | number)[] => [
		...[name, s.meetings, s.planted, percent(s.found / s.planted), percent(s.shown ? s.found / s.shown : null)],
		...[(s.shown / s.minutes).toFixed(2), percent(s.actionsFound / s.actions), percent(s.dueRight / s.actions)],
	];
	const body = [
		"## Scripted sales meetings",
		"30 meetings in six languages with planted moments, written before the rules. Half was kept unopened while rules were tuned and is reported apart. The same people wrote scripts and rules, so expect less of real meetings. A tip counts when it is of the planted kind, cites the planted words and comes within 2 s (an open question: within 32 s of being asked; a missing next step: within half a minute of the goodbye).",
		table(
			[
				"",
				"meetings",
				"planted tips",
				"found",
				"of the shown right",
				"tips a minute",
				"actions found with owner",
				"and right day",
			],
			[
				...scripts.filter((s) => s.part === "kept").map((s) => line(`${s.lang} kept`, s)),
				line("all kept", kept as ScriptResult),
				line("all seen", seen as ScriptResult),
			],
		),
		"## Due dates",
		"62 or 64 phrases a language, a quarter of them without a day; every second one kept unopened. The first measuring found 2 wrong days among the kept; rules were then mended with other phrases, the kept ones still unread.",
		table(
			["", "phrases", "right", "wrong day"],
			dues.map((d) => [`${d.lang} ${d.part}`, d.n, percent(d.right / d.n), percent(d.wrong / d.n)]),
		),
		"## Speed",
		table(
			["", ""],
			[
				["utterances judged a second", Math.round(speed.utterancesPerSec)],
				[`a step of a 90-minute meeting of ${speed.segments} segments, median ms`, speed.stepP50Ms.toFixed(2)],
				["the same, 99th of a hundred, ms", speed.stepP99Ms.toFixed(2)],
				["memory of that meeting, MB", speed.megabytes.toFixed(1)],
			],
		),
	].join("\n\n");
	const metrics: Record<string, number> = {
		...parts("kept", kept as ScriptResult),
		...parts("seen", seen as ScriptResult),
		dueDatesKeptRight: dueOf("kept").right,
		dueDatesKeptWrong: dueOf("kept").wrong,
		dueDatesSeenRight: dueOf("seen").right,
		dueDatesSeenWrong: dueOf("seen").wrong,
		utterancesPerSec: speed.utterancesPerSec,
		stepP50Ms: speed.stepP50Ms,
		stepP99Ms: speed.stepP99Ms,
		meetingMegabytes: speed.megabytes,
	};
	return { body, metrics };
}

function measureCorpora(
	data: string,
	smoke: boolean,
	progress: (text: string) => void,
): Pick<BenchmarkReport, "body" | "metrics"> {
	progress("questions");
	const questions = measureQuestions(data, smoke);
	const actions = measureActions(data, smoke, progress);
	progress("e-mails, moods, prices");
	const commitments = measureCommitments(data);
	const moods = smoke ? [] : measureMoods(data);
	const prices = measurePrices(data);
	const talk = measureTalk(data);
	const summary = measureSummaries(data, smoke, progress);
	const tweets = moods.filter((m) => m.language !== "hebrew");
	const tweetMean = tweets.reduce((sum, m) => sum + m.macroF1, 0) / Math.max(1, tweets.length);
	const interval = ([low, high]: [number, number]): string => `${low.toFixed(3)}–${high.toFixed(3)}`;
	const body = [
		"## Questions, without punctuation",
		"F1. In domain: the same learner trained on the corpus' own training part, never shipped. Shipped: trained on what may ship (English), words alone elsewhere. Plain list: question words and verbs at the front.",
		table(
			["corpus", "language", "counted as questions", "utterances", "questions", "in domain", "shipped", "plain list"],
			questions.map((q) => [
				q.corpus,
				q.lang,
				q.acts.join(", "),
				q.n,
				q.questions,
				q.inDomain.toFixed(3),
				q.shipped.toFixed(3),
				q.regex.toFixed(3),
			]),
		),
		"## Actions, promises, prices",
		`Actions: ${actions.meetings} AMI meetings, ${actions.positives} acts that minuted actions rest on, five folds by team, cut set inside the training part; intervals of 95 % by drawing meetings again. E-mail sentences: five folds of ${commitments.n}. Prices: ${prices.n} agreed bargains.`,
		table(
			["", "", "interval"],
			[
				["actions, F1", actions.f1.toFixed(3), interval(actions.f1Interval)],
				["actions, recall of the ten best a meeting", actions.recallAtTen.toFixed(3), interval(actions.recallInterval)],
				["e-mail asks or promises, F1", commitments.f1.toFixed(3), ""],
				["agreed price within 1 %", prices.share.toFixed(3), ""],
			],
		),
		"## Mood",
		"Macro-F1 of three classes: validation tweets; Hebrew comments without repeats, a fifth that the measured model has not seen.",
		table(
			["language", "texts", "macro-F1"],
			[...moods.map((m) => [m.language, m.n, m.macroF1.toFixed(3)]), ["mean without Hebrew", "", tweetMean.toFixed(3)]],
		),
		"## Talk metrics",
		`${talk.equal} of ${talk.compared} numbers of ${talk.meetings} AMI meetings equal an independent computation after rounding.`,
		"## Summaries",
		`Of ${summary.meetings} AMI meetings against abstract, decisions and actions; 300 words at most, ranked by what was learnt from other teams' minutes (five folds by team). ROUGE as F1 over words without common endings, so it is not the number of other papers; the first 300 words of the meeting stand beside it.`,
		table(
			["", "ROUGE-1", "ROUGE-2"],
			[
				["summary", summary.rouge1.toFixed(1), summary.rouge2.toFixed(1)],
				["first 300 words", summary.lead1.toFixed(1), summary.lead2.toFixed(1)],
			],
		),
		`${summary.grounded} of ${summary.sentences} sentences stand word for word in the segment they cite.`,
	].join("\n\n");
	return {
		body,
		metrics: {
			...Object.fromEntries(
				questions.flatMap((q) => [
					[`question.${q.lang}.inDomain`, q.inDomain],
					[`question.${q.lang}.shipped`, q.shipped],
					[`question.${q.lang}.regex`, q.regex],
				]),
			),
			actionF1: actions.f1,
			actionRecallAtTen: actions.recallAtTen,
			emailIntentF1: commitments.f1,
			agreedPrice: prices.share,
			...Object.fromEntries(moods.map((m) => [`mood.${m.language}`, m.macroF1])),
			...(moods.length > 0 ? { moodMean: tweetMean } : {}),
			talkMetricsEqual: talk.equal / talk.compared,
			rouge1: summary.rouge1,
			rouge2: summary.rouge2,
			summaryGrounded: summary.grounded / summary.sentences,
		},
	};
}

function sumOf(rows: ScriptResult[]): ScriptResult {
	const first = rows[0] as ScriptResult;
	const sum = (of: keyof ScriptResult): number => rows.reduce((s, r) => s + Number(r[of]), 0);
	return {
		...{ lang: "all", part: first.part, meetings: sum("meetings"), planted: sum("planted"), found: sum("found") },
		...{
			shown: sum("shown"),
			minutes: sum("minutes"),
			actions: sum("actions"),
			actionsFound: sum("actionsFound"),
			dueRight: sum("dueRight"),
		},
	};
}

function parts(name: string, s: ScriptResult): Record<string, number> {
	return {
		[`tips.${name}.recall`]: s.found / s.planted,
		[`tips.${name}.precision`]: s.shown ? s.found / s.shown : 0,
		[`tips.${name}.perMinute`]: s.shown / s.minutes,
		[`actions.${name}.found`]: s.actionsFound / s.actions,
	};
}
