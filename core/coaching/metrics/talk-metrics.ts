import type { Role } from "../segment.ts";
import type { Run } from "./runs.ts";

/** Talk of one speaker. */
export interface SpeakerTalk {
	speaker: string;
	role: Role;
	talkSec: number;
	words: number;
	/** Words a minute of speaking; null below two seconds of talk. */
	wordsPerMinute: number | null;
	longestMonologueSec: number;
	/** Segments of that monologue. */
	longestMonologueSegments: string[];
	/** Runs that took the floor. */
	turns: number;
}

/** How a meeting was talked (definitions at each field; `runs.ts` says what a run is). Seconds; null where a side is missing. */
export interface TalkMetrics {
	/** From the first word to the last. */
	elapsedSec: number;
	speakers: SpeakerTalk[];
	/** Rep seconds of the seconds whose side is known; overlap counts for both, silence for nobody. */
	talkRatio: number | null;
	/** Share of talk whose side nobody knows. */
	unknownShare: number;
	longestMonologueSec: number | null;
	longestCustomerStorySec: number | null;
	/** Changes of speaker between runs that took the floor. */
	switches: number;
	switchesPerMinute: number | null;
	/** Switches a minute on a scale of 0–10, where 12 a minute is 10. */
	interactivity: number | null;
	/** How long the rep waited after the customer: median and mean over `patienceN` changes from customer to rep. */
	patienceSec: number | null;
	patienceMeanSec: number | null;
	patienceN: number;
	/** Times the rep began over 0.2 s before the customer had ended. */
	interruptions: number;
	/** Runs that took the floor, and those that only listened. */
	turns: number;
	backchannels: number;
}

const MONOLOGUE_GAP_MS = 2000;
const INTERRUPTION_SEC = 0.2;
const FULL_INTERACTIVITY_PER_MINUTE = 12;
const ms = (seconds: number): number => Math.round(seconds * 1000);

/** Talk metrics of all runs, in their order. Empty meetings have zeros and nulls. */
export function talkMetrics(runs: readonly Run[]): TalkMetrics {
	const turns = runs.filter((r) => !r.isBackchannel);
	const first = runs.reduce((least, r) => Math.min(least, r.start), Number.POSITIVE_INFINITY);
	const last = runs.reduce((most, r) => Math.max(most, r.end), Number.NEGATIVE_INFINITY);
	const elapsedSec = runs.length === 0 ? 0 : (ms(last) - ms(first)) / 1000;
	const speakers = speakerTalks(runs, turns);
	const secondsOf = (role: Role): number => speakers.reduce((s, t) => s + (t.role === role ? t.talkSec : 0), 0);
	const rep = secondsOf("rep");
	const customer = secondsOf("customer");
	const all = rep + customer + secondsOf("unknown");
	const changes = floorChanges(turns);
	const perMinute = elapsedSec > 0 ? changes.switches / (elapsedSec / 60) : null;
	const longest = (role: Role): number | null => {
		const theirs = speakers.filter((s) => s.role === role).map((s) => s.longestMonologueSec);
		return theirs.length === 0 ? null : Math.max(...theirs);
	};
	return {
		elapsedSec,
		speakers,
		talkRatio: rep > 0 && rep + customer > 0 ? rep / (rep + customer) : customer > 0 ? 0 : null,
		unknownShare: all > 0 ? (all - rep - customer) / all : 0,
		longestMonologueSec: longest("rep"),
		longestCustomerStorySec: longest("customer"),
		switches: changes.switches,
		switchesPerMinute: perMinute,
		interactivity: perMinute === null ? null : Math.min(10, (10 * perMinute) / FULL_INTERACTIVITY_PER_MINUTE),
		patienceSec: median(changes.waits),
		patienceMeanSec: changes.waits.length === 0 ? null : changes.waits.reduce((a, b) => a + b) / changes.waits.length,
		patienceN: changes.waits.length,
		interruptions: changes.interruptions,
		turns: turns.length,
		backchannels: runs.length - turns.length,
	};
}

function speakerTalks(runs: readonly Run[], turns: readonly Run[]): SpeakerTalk[] {
	const talks = new Map<string, SpeakerTalk>();
	for (const run of runs) {
		let talk = talks.get(run.speaker);
		if (!talk) {
			talk = {
				...{ speaker: run.speaker, role: run.role, talkSec: 0, words: 0, wordsPerMinute: null },
				...{ longestMonologueSec: 0, longestMonologueSegments: [], turns: 0 },
			};
			talks.set(run.speaker, talk);
		}
		talk.talkSec += (ms(run.end) - ms(run.start)) / 1000;
		talk.words += run.words;
		if (!run.isBackchannel) talk.turns++;
	}
	for (const chain of monologues(turns)) {
		const talk = talks.get(chain.speaker);
		if (!talk || chain.seconds <= talk.longestMonologueSec) continue;
		talk.longestMonologueSec = chain.seconds;
		talk.longestMonologueSegments = [...new Set(chain.runs.flatMap((r) => r.segmentIds))];
	}
	for (const talk of talks.values()) if (talk.talkSec >= 2) talk.wordsPerMinute = (60 * talk.words) / talk.talkSec;
	return [...talks.values()];
}

/** Chains of one speaker's runs with pauses of up to two seconds that nobody broke by taking the floor. */
function monologues(turns: readonly Run[]): { speaker: string; seconds: number; runs: Run[] }[] {
	const chains: { speaker: string; seconds: number; runs: Run[] }[] = [];
	for (const run of turns) {
		const chain = chains.at(-1);
		const before = chain?.runs.at(-1);
		if (chain && before && chain.speaker === run.speaker && ms(run.start) - ms(before.end) <= MONOLOGUE_GAP_MS) {
			chain.runs.push(run);
			chain.seconds = (ms(run.end) - ms(chain.runs[0]?.start ?? 0)) / 1000;
		} else chains.push({ speaker: run.speaker, seconds: (ms(run.end) - ms(run.start)) / 1000, runs: [run] });
	}
	return chains;
}

function floorChanges(turns: readonly Run[]): { switches: number; waits: number[]; interruptions: number } {
	let switches = 0;
	let interruptions = 0;
	const waits: number[] = [];
	for (let k = 1; k < turns.length; k++) {
		const [before, now] = [turns[k - 1] as Run, turns[k] as Run];
		if (before.speaker === now.speaker) continue;
		switches++;
		if (now.role !== "rep" || before.role !== "customer") continue;
		const wait = now.start - before.end;
		waits.push(Math.max(0, ms(wait) / 1000));
		if (wait < -INTERRUPTION_SEC) interruptions++;
	}
	return { switches, waits, interruptions };
}

function median(values: number[]): number | null {
	if (values.length === 0) return null;
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const at = (k: number): number => sorted[k] ?? 0;
	return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}
