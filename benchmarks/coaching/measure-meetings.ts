import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { dueDate } from "../../core/coaching/due-date/due-date.ts";
import type { Tip } from "../../core/coaching/findings.ts";
import { type MeetingState, newMeeting, step } from "../../core/coaching/fold.ts";
import { judgeUtterance } from "../../core/coaching/judge-utterance.ts";
import type { MeetingContext } from "../../core/coaching/meeting-context.ts";
import { runParts, speechRuns } from "../../core/coaching/metrics/runs.ts";
import { talkMetrics } from "../../core/coaching/metrics/talk-metrics.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import { type AmiAct, ami } from "./corpora.ts";
import { duePhrases, SCRIPT_DAY, type ScriptedMeeting, scriptedMeetings } from "./scripted.ts";

const CONTEXT: MeetingContext = {
	reference: SCRIPT_DAY,
	tips: "normal",
	trackers: [],
	competitors: ["Nordwind", "Salesbeam"].map((name) => ({ id: name, name, aliases: [] })),
};
/** A tip comes within two seconds of its moment; an open question is only open after twenty, seen when the next turn ends. */
const TIP_WITHIN_SEC = 2;
const OPEN_QUESTION_WITHIN_SEC = 32;
/** A meeting's end is a stretch: thanks and goodbyes of half a minute. */
const ENDING_SEC = 30;

/** Tips, actions and due dates in scripted meetings. */
export interface ScriptResult {
	lang: string;
	part: "seen" | "kept";
	meetings: number;
	planted: number;
	found: number;
	shown: number;
	minutes: number;
	actions: number;
	actionsFound: number;
	dueRight: number;
}

/** Scripted meetings played one segment after another, as they would come in. */
export function measureScripts(): ScriptResult[] {
	const results = new Map<string, ScriptResult>();
	for (const meeting of scriptedMeetings()) {
		const part = meeting.isKept ? "kept" : "seen";
		const key = `${meeting.lang} ${part}`;
		const known = results.get(key) ?? {
			...{ lang: meeting.lang, part, meetings: 0, planted: 0, found: 0, shown: 0, minutes: 0 },
			...{ actions: 0, actionsFound: 0, dueRight: 0 },
		};
		results.set(key, known);
		playInto(known as ScriptResult, meeting);
	}
	return [...results.values()];
}

function playInto(result: ScriptResult, { segments, planted }: ScriptedMeeting): void {
	let state = newMeeting(CONTEXT);
	const shown: { tip: Tip; at: number }[] = [];
	for (const segment of segments) {
		const next = step(state, { type: "segment", ...segment });
		state = next.state;
		for (const output of next.outputs) if (output.type === "tip") shown.push({ tip: output.tip, at: segment.end });
	}
	const used = new Set<Tip>();
	for (const { tip, end, segmentId } of planted) {
		if (!tip) continue;
		const found = shown.find(({ tip: said, at }) => {
			if (used.has(said) || !isKind(said.kind, tip)) return false;
			if (tip === "no-next-step") return Math.abs(at - end) <= ENDING_SEC;
			return (
				said.segmentIds.includes(segmentId) &&
				at - end <= (tip === "unanswered" ? OPEN_QUESTION_WITHIN_SEC : TIP_WITHIN_SEC)
			);
		});
		result.planted++;
		if (!found) continue;
		result.found++;
		used.add(found.tip);
	}
	for (const { action, segmentId } of planted) {
		if (!action) continue;
		result.actions++;
		const found = state.derived.actions.find((a) => a.segmentIds.includes(segmentId) && a.owner === action.owner);
		if (found) result.actionsFound++;
		if (found && (found.due?.date ?? null) === action.due) result.dueRight++;
	}
	result.meetings++;
	result.shown += shown.length;
	result.minutes += (segments.at(-1)?.end ?? 0) / 60;
}

function isKind(said: string, planted: string): boolean {
	return (
		said === (planted === "buying-signal" ? "buying" : planted) ||
		(planted === "competitor" && said === "objection.competitor")
	);
}

/** Due dates, a language and part. */
export function measureDueDates(): { lang: string; part: string; n: number; right: number; wrong: number }[] {
	const results = new Map<string, { lang: string; part: string; n: number; right: number; wrong: number }>();
	for (const { lang, text, due, isKept } of duePhrases()) {
		const part = isKept ? "kept" : "seen";
		const result = results.get(`${lang} ${part}`) ?? { lang, part, n: 0, right: 0, wrong: 0 };
		results.set(`${lang} ${part}`, result);
		const said = dueDate(text, lang, SCRIPT_DAY)?.date ?? null;
		result.n++;
		if (said === due) result.right++;
		else if (said !== null) result.wrong++;
	}
	return [...results.values()];
}

/** Segments of an AMI meeting; speaker A is the rep, as in the reference. */
export function amiSegments(acts: readonly AmiAct[]): Segment[] {
	return acts
		.filter((a) => a.words.length > 0)
		.map((a) => ({
			...{
				segmentId: a.id,
				rev: 1,
				channel: null,
				speakerId: a.spk,
				role: a.spk === "A" ? ("rep" as const) : ("customer" as const),
			},
			...{ start: a.start, end: a.end, text: a.text, words: a.words, final: true, lang: "en" },
		}));
}

/** How many numbers of the independent reference are met after rounding as it rounds. */
export function measureTalk(data: string): { equal: number; compared: number; meetings: number } {
	type Reference = Record<string, number | null | Record<string, number>>;
	const file = join(data, "speech", "ami", "reference-metrics-rep-A.json");
	const references = JSON.parse(readFileSync(file, "utf8")) as Record<string, Reference>;
	let equal = 0;
	let compared = 0;
	const meetings = ami(data).filter((m) => references[m.meeting]);
	for (const { meeting, acts } of meetings) {
		const m = talkMetrics(
			speechRuns(amiSegments(acts).map((segment) => ({ segment, parts: runParts(segment, "en") }))),
		);
		const speaker = (of: "talkSec" | "longestMonologueSec" | "wordsPerMinute") =>
			Object.fromEntries(m.speakers.map((s) => [s.speaker, s[of]]));
		const ours: Record<string, [value: unknown, decimals: number]> = {
			durationSec: [m.elapsedSec, 2],
			talkSec: [speaker("talkSec"), 3],
			talkRatioRep: [m.talkRatio, 4],
			longestMonologueSec: [speaker("longestMonologueSec"), 2],
			switches: [m.switches, 0],
			switchesPerMin: [m.switchesPerMinute, 3],
			patienceMedianSec: [m.patienceSec, 3],
			patienceN: [m.patienceN, 0],
			interruptionsByRep: [m.interruptions, 0],
			wpm: [speaker("wordsPerMinute"), 1],
			turns: [m.turns + m.backchannels, 0],
			backchannels: [m.backchannels, 0],
		};
		for (const [name, wanted] of Object.entries(references[meeting] ?? {})) {
			const [value, decimals] = ours[name] ?? [null, 0];
			const pairs =
				wanted !== null && typeof wanted === "object"
					? Object.entries(wanted).map(([s, w]) => [(value as Record<string, number | null>)[s], w])
					: [[value, wanted]];
			for (const [is, should] of pairs) {
				compared++;
				if (isEqual(is as number | null, should as number | null, decimals)) equal++;
			}
		}
	}
	return { equal, compared, meetings: meetings.length };
}

/** Equal once both are rounded; a half may fall either way. */
function isEqual(is: number | null, should: number | null, decimals: number): boolean {
	if (is === null || should === null) return is === should;
	return Math.abs(is - should) <= 0.5 * 10 ** -decimals + 1e-9;
}

/** Speed and memory of one long meeting, one segment at a time, and of judging alone. */
export function measureSpeed(
	data: string | null,
	smoke: boolean,
): { utterancesPerSec: number; stepP50Ms: number; stepP99Ms: number; segments: number; megabytes: number } {
	const texts = scriptedMeetings().flatMap((m) => m.segments);
	const began = performance.now();
	const rounds = smoke ? 1 : 5;
	for (let k = 0; k < rounds; k++) for (const s of texts) judgeUtterance(s.text, s.lang as "en", null);
	const utterancesPerSec = (1000 * rounds * texts.length) / (performance.now() - began);
	const segments = longMeeting(data, smoke ? 200 : 2000);
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	let state: MeetingState | null = newMeeting(CONTEXT);
	const times: number[] = [];
	for (const segment of segments) {
		const from = performance.now();
		state = step(state ?? newMeeting(CONTEXT), { type: "segment", ...segment }).state;
		times.push(performance.now() - from);
	}
	collect();
	const held = process.memoryUsage().heapUsed;
	const heard = state?.derived.metrics.turns ?? 0;
	state = null;
	collect();
	const megabytes = (held - process.memoryUsage().heapUsed) / 2 ** 20;
	times.sort((a, b) => a - b);
	const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
	return {
		utterancesPerSec,
		stepP50Ms: at(0.5),
		stepP99Ms: at(0.99),
		segments: heard > 0 ? segments.length : 0,
		megabytes,
	};
}

/** Ninety minutes of real talk where there is some, of the scripts one after another where not. */
function longMeeting(data: string | null, n: number): Segment[] {
	const pool = data
		? ami(data, 6).flatMap((m) => amiSegments(m.acts))
		: scriptedMeetings()
				.filter((m) => m.lang === "en")
				.flatMap((m) => m.segments);
	return Array.from({ length: n }, (_, k) => {
		const from = pool[k % pool.length] as Segment;
		const start = (k * 5400) / n;
		const shift = start - from.start;
		const words = from.words?.map(([w, s, e]) => [w, s + shift, e + shift] as const);
		return { ...from, segmentId: `s${k}`, start, end: from.end + shift, ...(words ? { words } : {}) };
	});
}
