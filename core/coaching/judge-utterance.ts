import type { CoachLanguage } from "./languages.ts";
import { actFeatures } from "./learner/features.ts";
import { type Mood, moodOf } from "./learner/mood-model.ts";
import { probabilityOf } from "./learner/text-model.ts";
import { coachModels, moodModelOf } from "./models.ts";
import { type CompiledPack, packOf, patternText } from "./packs/compile-pack.ts";
import { QUESTION_WORDS } from "./packs/question-words.ts";
import type { ObjectionKind } from "./packs/signal-pack.ts";

/** What an utterance is, as probabilities 0–1. */
export interface Judgement {
	question: number;
	/** Asks for more than yes or no. */
	isOpenQuestion: boolean;
	commitment: number;
	/** Who takes it on: the speaker, the one spoken to, or both. Null where nothing is taken on. */
	taker: "speaker" | "other" | "both" | null;
	/** Kinds above a tenth. */
	objection: Partial<Record<ObjectionKind, number>>;
	buyingSignal: number;
	sentiment: Mood;
}

/** A language of which only questions (Italian) and moods are known, or not even these. */
export function judgeElsewhere(text: string, lang: string | null): Judgement {
	const question = lang === "it" ? questionProbability(text, "it", null) : /[?？؟]["”»)\s]*$/.test(text) ? 0.97 : 0.05;
	const sentiment = moodOf(coachModels().mood, text);
	return {
		question,
		isOpenQuestion: false,
		commitment: 0.05,
		taker: null,
		objection: {},
		buyingSignal: 0.05,
		sentiment,
	};
}

/** Judges one utterance by its words and the turn before it. Pure, of about a tenth of a millisecond. */
export function judgeUtterance(text: string, lang: CoachLanguage, previous: string | null): Judgement {
	const said = patternText(text);
	const pack = packOf(lang);
	const question = questionProbability(text, lang, previous);
	const objection = objections(said, pack);
	const { commitment, taker } = commitmentOf(said, text, lang, pack, question);
	return {
		question,
		isOpenQuestion: question >= 0.5 && QUESTION_WORDS[lang].open.test(said),
		commitment,
		taker,
		objection,
		buyingSignal: buying(said, pack, Object.keys(objection).length > 0),
		sentiment: sentimentOf(text, said, lang, pack),
	};
}

/** That somebody asks: by its mark where it has one, else by its words. */
export function questionProbability(text: string, lang: CoachLanguage | "it", previous: string | null): number {
	if (/[?？]["”»)\s]*$/.test(text)) return 0.97;
	const sentences = text.split(/(?<=[.!?。！？])\s*/).filter((s) => s.trim() !== "");
	if (sentences.some((s) => /[?？]/.test(s))) return 0.9;
	const plain = text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}' -]+/gu, " ")
		.replace(/\s+/g, " ")
		.trim();
	const { strong, opening, ending } = QUESTION_WORDS[lang];
	const isStrong = strong.test(plain);
	const isOpening = opening.test(plain);
	// With punctuation at its end, a sentence without the mark is rarely a question.
	// Japanese asks with a word and a full stop.
	const isMarked = lang !== "ja" && /[.!]["”»)\s]*$/.test(text);
	const worded = isStrong ? (isOpening ? 0.85 : 0.62) : isOpening ? 0.66 : ending?.test(plain) ? 0.35 : 0.03;
	const damped = isMarked ? worded * 0.5 : worded;
	if (lang !== "en") return damped;
	const learnt = probabilityOf(coachModels().question, actFeatures(plain, previous));
	return isMarked ? Math.min(learnt, 0.5) * 0.6 + damped * 0.4 : 0.72 * learnt + 0.28 * worded;
}

/** One for all sentences that have none: a meeting keeps thousands of them. */
const NO_OBJECTIONS: Judgement["objection"] = {};

function objections(said: string, pack: CompiledPack): Partial<Record<ObjectionKind, number>> {
	const found: Partial<Record<ObjectionKind, number>> = {};
	for (const [kind, pattern] of pack.objections) if (pattern.test(said)) found[kind] = 0.8;
	return Object.keys(found).length === 0 ? NO_OBJECTIONS : found;
}

function buying(said: string, pack: CompiledPack, objects: boolean): number {
	return pack.buying.test(said) ? (objects ? 0.4 : 0.8) : 0.05;
}

function commitmentOf(
	said: string,
	text: string,
	lang: CoachLanguage,
	pack: CompiledPack,
	question: number,
): Pick<Judgement, "commitment" | "taker"> {
	const isMine = pack.commitment.test(said);
	const isAsked = pack.request.test(said);
	const isJoint = pack.joint.test(said);
	const isNot = pack.notCommitment.test(said);
	const worded = isMine ? 0.82 : isAsked ? 0.7 : isJoint ? 0.62 : 0.05;
	const ruled = isNot ? worded * 0.35 : question > 0.6 && !isAsked ? worded * 0.6 : worded;
	// The learner knows written English; elsewhere the words alone speak.
	const learnt = lang === "en" ? probabilityOf(coachModels().commitment, actFeatures(text, null)) : 0;
	const commitment = isNot ? Math.max(ruled, 0.5 * learnt) : Math.max(ruled, learnt);
	return { commitment, taker: isMine ? "speaker" : isAsked ? "other" : isJoint ? "both" : null };
}

function sentimentOf(text: string, said: string, lang: CoachLanguage, pack: CompiledPack): Mood {
	const good = [...said.matchAll(pack.positive)].length;
	const bad = [...said.matchAll(pack.negative)].length;
	const lean = Math.max(-2, Math.min(2, good - bad));
	const model = moodModelOf(coachModels(), lang);
	if (!model) return fromLean(lean);
	const learnt = moodOf(model, text);
	// Trained on tweets, which are louder than meetings: two thirds for them, a third for what the words plainly say.
	const plain = fromLean(lean);
	const mix = (a: number, b: number): number => (2 * a + b) / 3;
	return {
		negative: mix(learnt.negative, plain.negative),
		neutral: mix(learnt.neutral, plain.neutral),
		positive: mix(learnt.positive, plain.positive),
	};
}

function fromLean(lean: number): Mood {
	const positive = lean > 0 ? 0.5 + 0.15 * lean : 0.12;
	const negative = lean < 0 ? 0.5 - 0.15 * lean : 0.12;
	return { negative, positive, neutral: 1 - positive - negative };
}
