import type { CoachLanguage } from "../languages.ts";
import type { Role, Segment, TimedWord } from "../segment.ts";
import { BACKCHANNELS } from "./backchannels.ts";

/** Words of one speaker with no gap of their own above a second. Seconds. */
export interface Run {
	speaker: string;
	role: Role;
	start: number;
	end: number;
	words: number;
	/** "Mm-hm": up to a second and three words, all of them said to go on listening. Takes no turn. */
	isBackchannel: boolean;
	/** Segments it came from. */
	segmentIds: string[];
}

const OWN_GAP_SEC = 1;
const BACKCHANNEL_SEC = 1;
const BACKCHANNEL_WORDS = 3;
/** Times are kept to the millisecond, so that sums of decimals do not decide about a gap of exactly a second. */
const ms = (seconds: number): number => Math.round(seconds * 1000);

/** Part of a run inside one segment: what of it is worth keeping. */
export interface RunPart {
	start: number;
	end: number;
	words: number;
	/** Every word is in the language's list of backchannels. */
	onlyListening: boolean;
}

/** Word times of a segment; where it has none, spread over its time by the length of the words. */
export function wordTimes(segment: Segment): readonly TimedWord[] {
	if (segment.words && segment.words.length > 0) return segment.words;
	const words = segment.text.match(/\S+/g) ?? [];
	const letters = words.reduce((sum, w) => sum + w.length + 1, 0);
	const perLetter = (segment.end - segment.start) / Math.max(1, letters);
	let at = segment.start;
	return words.map((word) => {
		const start = at;
		at += (word.length + 1) * perLetter;
		return [word, start, at] as const;
	});
}

/** Words that follow each other without a pause as one, so that {@link runParts} finds the same in them. */
export function joinWords(words: readonly TimedWord[]): TimedWord[] {
	const joined: { said: string[]; start: number; end: number }[] = [];
	for (const [text, start, end] of words) {
		const last = joined.at(-1);
		if (last && isSoonAfter(start, last.end)) {
			last.said.push(text);
			last.end = Math.max(last.end, end);
		} else joined.push({ said: [text], start, end });
	}
	return joined.map(({ said, start, end }) => [said.join(" "), start, end]);
}

function isSoonAfter(start: number, end: number): boolean {
	return ms(start) - ms(end) <= ms(OWN_GAP_SEC);
}

/** Runs inside one segment. Kept with the segment, so that a meeting's runs need not look at its words again. */
export function runParts(segment: Segment, lang: CoachLanguage | null): RunPart[] {
	const listening = BACKCHANNELS[lang ?? "en"];
	const parts: RunPart[] = [];
	for (const [text, start, end] of wordTimes(segment)) {
		const said = text.split(" ");
		const onlyListening = said.every((word) => listening.has(word.toLowerCase().replace(/[.,?!。、？！]/g, "")));
		const last = parts.at(-1);
		if (last && isSoonAfter(start, last.end)) {
			last.end = Math.max(last.end, end);
			last.words += said.length;
			last.onlyListening &&= onlyListening;
		} else parts.push({ start, end, words: said.length, onlyListening });
	}
	return parts;
}

/** What a run is made from: a segment's speaker, and its parts. */
export interface RunSource {
	segment: Segment;
	parts: readonly RunPart[];
}

/** All runs of a meeting in order of start, then end. Segments without a speaker are one unknown speaker. */
export function speechRuns(sources: readonly RunSource[]): Run[] {
	const bySpeaker = new Map<string, (RunPart & { source: Segment })[]>();
	for (const { segment, parts } of sources) {
		const key = segment.speakerId ?? `?${segment.channel ?? ""}`;
		const list = bySpeaker.get(key) ?? [];
		bySpeaker.set(key, list);
		for (const part of parts) list.push({ ...part, source: segment });
	}
	const runs: Run[] = [];
	for (const [speaker, parts] of bySpeaker) {
		parts.sort((a, b) => a.start - b.start || a.end - b.end);
		let onlyListening = false;
		let run: Run | null = null;
		const close = (): void => {
			if (!run) return;
			run.isBackchannel =
				onlyListening && run.words <= BACKCHANNEL_WORDS && ms(run.end) - ms(run.start) <= ms(BACKCHANNEL_SEC);
			runs.push(run);
		};
		for (const part of parts) {
			const { source } = part;
			if (run && isSoonAfter(part.start, run.end)) {
				run.end = Math.max(run.end, part.end);
				run.words += part.words;
				onlyListening &&= part.onlyListening;
				if (run.segmentIds.at(-1) !== source.segmentId) run.segmentIds.push(source.segmentId);
				continue;
			}
			close();
			run = { ...fresh(part, speaker, source.role), segmentIds: [source.segmentId] };
			onlyListening = part.onlyListening;
		}
		close();
	}
	return runs.sort((a, b) => a.start - b.start || a.end - b.end || (a.speaker < b.speaker ? -1 : 1));
}

function fresh({ start, end, words }: RunPart, speaker: string, role: Role): Omit<Run, "segmentIds"> {
	return { speaker, role, start, end, words, isBackchannel: false };
}
