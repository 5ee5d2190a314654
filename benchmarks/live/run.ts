import { loadavg } from "node:os";
import { judgeUtterance } from "../../core/coaching/judge-utterance.ts";
import { COACH_LANGUAGES } from "../../core/coaching/languages.ts";
import { sampleCall } from "../../core/demo/sample-calls.ts";
import { startServer } from "../api/server.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { table } from "../benchmark.ts";
import { callerOf } from "./line.ts";
import { measureAudio } from "./measure-audio.ts";
import { measureMemory } from "./measure-memory.ts";
import { measureReconnects } from "./measure-reconnects.ts";
import { measureTips, type TipTimes } from "./measure-tips.ts";
import { spokenTurns, startProvider } from "./speech-provider.ts";

const DELAY_MS = 300;
/** As the stand-in ends a turn. */
const TURN_END_SEC = 0.3;

/** Live meetings over WebSocket on one real server process: how fast tips come, what a meeting costs, what cuts do. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	const turns = spokenTurns(smoke ? 12 : 90);
	const speech = await startProvider(turns, DELAY_MS);
	progress("starting a server with the demo company");
	const server = await startServer(!smoke, speech.settings);
	try {
		const caller = await callerOf(server);
		const plan = smoke
			? [{ meetings: 5, seconds: 3, speed: 5 }]
			: [
					{ meetings: 50, seconds: 60, speed: 1 },
					{ meetings: 50, seconds: 30, speed: 5 },
					{ meetings: 200, seconds: 60, speed: 1 },
				];
		if (!smoke) await measureTips(server, caller, { meetings: 10, seconds: 10, speed: 5 });
		const tips: (TipTimes & { load: number })[] = [];
		for (const one of plan) {
			progress(`${one.meetings} meetings at ${one.speed} × the pace of speech`);
			tips.push({ ...(await measureTips(server, caller, one)), load: loadavg()[0] ?? 0 });
		}
		progress("a line that is cut 20 times");
		const cuts = await measureReconnects(caller, smoke ? 3 : 20);
		progress("audio to words");
		const ends = new Map(turns.map(({ text, end }) => [text, end + TURN_END_SEC]));
		const audio = await measureAudio(caller, { ends, seconds: smoke ? 6 : 90, delayMs: DELAY_MS });
		progress("memory of long meetings");
		const memory = await measureMemory(
			server,
			caller,
			smoke ? { groups: 1, each: 1, seconds: 60 } : { groups: 4, each: 6 },
		);
		progress("classifiers");
		const classifier = measureClassifier(smoke ? 300 : 5000);
		return report({ tips, cuts, audio, memory, classifier });
	} finally {
		await server.stop();
		await speech.stop();
	}
}

/** Utterances that the models judge in a second, on one core; all languages by turns. */
function measureClassifier(forMs: number): { perSecond: number } {
	const said = COACH_LANGUAGES.flatMap((lang) => sampleCall(lang).segments.map(({ text }) => ({ lang, text })));
	const judgeAll = () => {
		for (const { lang, text } of said) judgeUtterance(text, lang, null);
	};
	judgeAll();
	const began = performance.now();
	let rounds = 0;
	while (performance.now() - began < forMs) {
		judgeAll();
		rounds++;
	}
	return { perSecond: (1000 * rounds * said.length) / (performance.now() - began) };
}

interface Measured {
	tips: (TipTimes & { load: number })[];
	cuts: Awaited<ReturnType<typeof measureReconnects>>;
	audio: Awaited<ReturnType<typeof measureAudio>>;
	memory: Awaited<ReturnType<typeof measureMemory>>;
	classifier: { perSecond: number };
}

function report({ tips, cuts, audio, memory, classifier }: Measured): BenchmarkReport {
	const ms = (value: number) => value.toFixed(1);
	const mb = (bytes: number) => bytes / 2 ** 20;
	const metrics: Record<string, number> = {
		...{ "cuts.times": cuts.times, "cuts.once": cuts.once, "cuts.missed": cuts.missed, "cuts.again": cuts.again },
		...{ "audio.words": audio.words, "audio.p50Ms": round(audio.p50), "audio.p95Ms": round(audio.p95) },
		...{
			"memory.turns": memory.turns,
			"memory.meetings": memory.meetings,
			"memory.heapMb": round(mb(memory.heapEach)),
		},
		...{ "memory.heapMostMb": round(mb(memory.heapMost)), "memory.residentMb": round(mb(memory.residentEach)) },
		"classifier.perSecond": Math.round(classifier.perSecond),
	};
	for (const one of tips) {
		const key = `meetings${one.meetings}x${one.speed}`;
		metrics[`${key}.tipP50Ms`] = round(one.tip.p50);
		metrics[`${key}.tipP99Ms`] = round(one.tip.p99);
		metrics[`${key}.wordsP99Ms`] = round(one.words.p99);
		metrics[`${key}.finalsPerSecond`] = round(one.finalsPerSecond);
		metrics[`${key}.tips`] = one.tips;
		metrics[`${key}.lost`] = one.lost;
		metrics[`${key}.loadAverage`] = round(one.load);
	}
	return {
		title: "Live meetings: tips, memory, cut lines, audio",
		body: [
			"One real server process (embedded PostgreSQL on the same machine, the demo company) and pages over WebSocket from " +
				"another. Each meeting is the sample call of one of six languages, over and over, with two interims and a final a " +
				"turn; every final is in the database before it is coached and told. Times from a segment's being sent to its " +
				"page's having it, and the tip it caused.",
			table(
				[
					"meetings",
					"pace",
					"finals/s",
					"words p50 ms",
					"p99",
					"tips",
					"tip p50 ms",
					"p99",
					"lost",
					"core busy",
					"load",
				],
				tips.map((one) => [
					...[one.meetings, `${one.speed} ×`, one.finalsPerSecond.toFixed(1), ms(one.words.p50), ms(one.words.p99)],
					...[one.tips, ms(one.tip.p50), ms(one.tip.p99), one.lost, one.busy.toFixed(2), one.load.toFixed(1)],
				]),
			),
			"`load` is the machine's load average: above its number of cores, other work took part of them, and times say more of " +
				"that than of us.",
			table(
				["what", "measured", "wanted"],
				[
					["tip p99 at 50 meetings, pace of speech", `${ms(tips[0]?.tip.p99 ?? Number.NaN)} ms`, "≤ 50 ms"],
					[
						`memory of an open meeting of 90 minutes (${memory.turns} turns), ${memory.meetings} of them, after the collector ran`,
						`heap ${mb(memory.heapEach).toFixed(1)} MB (${mb(memory.heapMost).toFixed(1)} in the dearest group), process ${mb(memory.residentEach).toFixed(1)} MB`,
						"≤ 20 MB",
					],
					[
						`finals heard exactly once through ${cuts.times} cuts, of ${cuts.sent}`,
						`${cuts.once} (missed ${cuts.missed}, twice ${cuts.again})`,
						"all",
					],
					[
						`audio chunk to words on the page, provider's ${DELAY_MS} ms taken out, ${audio.words} turns, p95`,
						`${ms(audio.p95)} ms (p50 ${ms(audio.p50)})`,
						"≤ 400 ms",
					],
					["utterances judged, one core", `${Math.round(classifier.perSecond)} /s`, ""],
				],
			),
		].join("\n\n"),
		metrics,
	};
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
