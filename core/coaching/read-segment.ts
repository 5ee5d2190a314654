import { type DueDate, dueDate } from "./due-date/due-date.ts";
import { type Judgement, judgeUtterance } from "./judge-utterance.ts";
import { type CoachLanguage, coachLanguage, guessLanguage } from "./languages.ts";
import { tokens } from "./learner/tokens.ts";
import type { MeetingContext } from "./meeting-context.ts";
import { FILLERS } from "./metrics/backchannels.ts";
import { type RunPart, runParts } from "./metrics/runs.ts";
import { packOf, patternText } from "./packs/compile-pack.ts";
import type { SlotName, Stage } from "./packs/signal-pack.ts";
import { type Amount, amountsIn } from "./prices.ts";
import type { Segment } from "./segment.ts";
import { isLikeExamples } from "./trackers.ts";

/** What one sentence says by itself. */
export interface SentenceRead {
	text: string;
	judgement: Judgement;
	slots: readonly SlotName[];
	isNextStep: boolean;
	isWrapUp: boolean;
	isDiscount: boolean;
	amounts: readonly Amount[];
	/** Read only where somebody takes something on. */
	due: DueDate | null;
	/** Ids of competitors named, and of trackers hit. */
	competitors: readonly string[];
	trackers: readonly string[];
}

/** What one final segment says, by itself and the turn before it. Kept with the segment: a meeting is folded from these. */
export interface SegmentRead {
	key: string;
	lang: CoachLanguage;
	parts: RunPart[];
	sentences: SentenceRead[];
	/** Begins as answers do. */
	isAnswer: boolean;
	/** Agrees to what was proposed. */
	isAccepting: boolean;
	/** Words that could answer a question that has them, each once. */
	content: readonly string[];
	stages: Partial<Record<Stage, number>>;
	words: number;
	fillers: number;
	/** −1 … 1, words only. */
	mood: number;
}

/** Commitments from here on are actions. */
export const ACTION_PROBABILITY = 0.6;

/** Reads a segment. `meetingLanguage` is used where the segment itself is too short to tell. */
export function readSegment(
	segment: Segment,
	previous: Segment | null,
	meetingLanguage: CoachLanguage | null,
	context: MeetingContext,
): SegmentRead {
	const lang = languageOf(segment) ?? meetingLanguage ?? "en";
	const pack = packOf(lang);
	const said = patternText(segment.text);
	const sentences: SentenceRead[] = [];
	let before = previous?.text ?? null;
	for (const text of sentencesOf(segment.text)) {
		sentences.push(readSentence(text, lang, before, context));
		before = text;
	}
	const stages: SegmentRead["stages"] = {};
	for (const [stage, pattern] of pack.stages) {
		const hits = [...said.matchAll(pattern)].length;
		if (hits > 0) stages[stage] = Math.min(3, hits);
	}
	const words = tokens(segment.text);
	const moods = sentences.map(({ judgement: { sentiment } }) => sentiment.positive - sentiment.negative);
	return {
		key: readKey(segment, previous, meetingLanguage),
		lang,
		parts: runParts(segment, lang),
		sentences,
		isAnswer: pack.answer.test(said),
		isAccepting: pack.accept.test(said),
		content: orNone([...new Set(words.filter((w) => w.length >= (lang === "ja" ? 2 : 5)))]),
		stages: Object.keys(stages).length === 0 ? NO_STAGES : stages,
		words: words.length,
		fillers: FILLERS[lang].reduce((sum, filler) => sum + countOf(said, filler, lang), 0),
		mood: moods.length === 0 ? 0 : moods.reduce((a, b) => a + b, 0) / moods.length,
	};
}

/** Changes whenever a segment would be read otherwise. */
export function readKey(segment: Segment, previous: Segment | null, meetingLanguage: CoachLanguage | null): string {
	return `${segment.rev} ${segment.final} ${previous?.segmentId ?? ""} ${previous?.rev ?? ""} ${languageOf(segment) ?? meetingLanguage}`;
}

const languages = new WeakMap<Segment, CoachLanguage | null>();

/** What the recogniser says, else what the words look like. */
export function languageOf(segment: Segment): CoachLanguage | null {
	let lang = languages.get(segment);
	if (lang === undefined) {
		lang = guessOf(segment);
		languages.set(segment, lang);
	}
	return lang;
}

function guessOf(segment: Segment): CoachLanguage | null {
	return coachLanguage(segment.lang) ?? (segment.text.length >= 12 ? guessLanguage(segment.text) : null);
}

/** Behind these a full stop ends no sentence: titles and the like, and the day before its month ("4. Dezember"). */
const TITLE =
	"(?<![\\p{L}])(?:dr|mr|mrs|ms|prof|st|sr|sra|srta|dra|hr|mme|mlle|nr|vs|ca|bzw|z\\.b|d\\.h|u\\.a|inc|ltd)\\.";
const DAY = "(?<![\\d.,])\\d{1,2}\\.";
const MONTH = "(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)";
const SENTENCE_END = new RegExp(
	`(?<=[.!?…]["”’)]?)(?<!${TITLE})(?!(?<=${DAY})\\s+${MONTH})\\s+(?=\\S)|(?<=[。！？])`,
	"iu",
);

/** Sentences with their marks; the whole text where it has none. */
export function sentencesOf(text: string): string[] {
	const found = text.split(SENTENCE_END).map((s) => s.trim());
	return found.filter((s) => /[\p{L}\p{N}]/u.test(s));
}

function readSentence(
	text: string,
	lang: CoachLanguage,
	previous: string | null,
	context: MeetingContext,
): SentenceRead {
	const pack = packOf(lang);
	const said = patternText(text);
	const judgement = judgeUtterance(text, lang, previous);
	const hasMoneyWord = pack.currency.test(said);
	const folded = ` ${fold(text)} `;
	const named = (names: readonly string[]): boolean =>
		names.some((n) => folded.includes(lang === "ja" ? fold(n) : ` ${fold(n)} `));
	return {
		text,
		judgement,
		slots: orNone(pack.slots.filter(([, pattern]) => pattern.test(said)).map(([slot]) => slot)),
		isNextStep: pack.nextStep.test(said),
		isWrapUp: pack.wrapUp.test(said),
		isDiscount: pack.discount.test(said),
		amounts: orNone(pricesIn(text, hasMoneyWord)),
		due: judgement.commitment >= ACTION_PROBABILITY ? dueDate(text, lang, context.reference) : null,
		competitors: orNone(context.competitors.filter((c) => named([c.name, ...c.aliases])).map((c) => c.id)),
		trackers: orNone(
			context.trackers
				.filter((t) => named(t.keywords) || (t.weights !== undefined && isLikeExamples(t.weights, text)))
				.map((t) => t.id),
		),
	};
}

/** Amounts of money. Beside one that has its currency, a bare number counts something else. */
function pricesIn(text: string, hasMoneyWord: boolean): Amount[] {
	const named = amountsIn(text, !hasMoneyWord);
	const priced = named.filter(({ currency }) => currency !== null);
	return priced.length > 0 ? priced : named;
}

/** Most lists of a sentence are empty, and a meeting keeps thousands: these are one. */
const NONE: readonly never[] = [];
const NO_STAGES: SegmentRead["stages"] = {};

function orNone<T>(list: readonly T[]): readonly T[] {
	return list.length === 0 ? NONE : list;
}

/** Lower case, no accents, one space between words; Latin words stand apart from Japanese ones. */
function fold(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/([\p{Script=Latin}\p{N}]+)/gu, " $1 ")
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim();
}

function countOf(said: string, filler: string, lang: CoachLanguage): number {
	const padded = lang === "ja" ? said : ` ${said.replace(/[^\p{L}\p{N}' ]+/gu, " ")} `;
	return padded.split(lang === "ja" ? filler : ` ${filler} `).length - 1;
}
