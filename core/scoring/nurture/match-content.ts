import type { AnswerHabits, AnswerRate } from "./answer-habits.ts";

/** Something of the library that may go to a lead. */
export interface OfferedContent {
	id: string;
	title: string;
	body: string;
	/** Whom it is for; null: anybody. */
	industry: string | null;
	/** Deals in which it was used and that have ended. */
	won: number;
	lost: number;
}

/** What a lead was interested in: subjects of what it read, wrote or asked. */
export interface LeadInterest {
	subjects: readonly string[];
	industry: string | null;
}

/** The content that fits, and on what that rests. */
export interface MatchedContent {
	content: OfferedContent;
	/** The subject that names it best, and how often the lead came back to it. */
	topic: { subject: string; times: number } | null;
	isForIndustry: boolean;
	/** As a step of sequences. */
	answers: AnswerRate | null;
}

/** A word of the title says more than one somewhere in the text. */
const OF_TITLE = 2;
/** One word of a title, or two of a text. */
const LEAST_SHARED = 2;

/**
 * The content that fits a lead best: first what it has been interested in itself, by words that its subjects share with
 * the content (those that half of the library has say nothing), then what is made for its industry, then what leads
 * answered to, then what went with deals that were won. Null where nothing speaks for anything.
 */
export function matchContent(
	library: readonly OfferedContent[],
	lead: LeadInterest,
	answers: AnswerHabits["content"],
): MatchedContent | null {
	const words = library.map(({ title, body }) => ({ title: wordsOf(title), body: wordsOf(body) }));
	const spread = new Map<string, number>();
	for (const { title, body } of words) {
		for (const word of new Set([...title, ...body])) spread.set(word, (spread.get(word) ?? 0) + 1);
	}
	const tells = (word: string) => library.length < 4 || (spread.get(word) ?? 0) <= library.length / 2;
	const subjects = [...Map.groupBy(lead.subjects, (subject) => subject)].map(([subject, all]) => ({
		subject,
		times: all.length,
		words: [...wordsOf(subject)].filter(tells),
	}));
	const industry = lead.industry?.trim().toLowerCase() || null;
	const found = library.flatMap((content, k) => {
		const isForIndustry = content.industry !== null && content.industry.trim().toLowerCase() === industry;
		if (content.industry !== null && !isForIndustry) return [];
		const own = words[k] as (typeof words)[number];
		let topic: (MatchedContent["topic"] & { weight: number }) | null = null;
		for (const { subject, times, words: asked } of subjects) {
			const shared = asked.reduce((sum, w) => sum + (own.title.has(w) ? OF_TITLE : own.body.has(w) ? 1 : 0), 0);
			const weight = shared * times;
			if (shared >= LEAST_SHARED && weight > (topic?.weight ?? 0)) topic = { subject, times, weight };
		}
		const tried = answers.find(({ contentId }) => contentId === content.id) ?? null;
		const win = (content.won + 1) / (content.won + content.lost + 2);
		return [{ content, topic, isForIndustry, tried, win }];
	});
	found.sort(
		(a, b) =>
			(b.topic?.weight ?? 0) - (a.topic?.weight ?? 0) ||
			Number(b.isForIndustry) - Number(a.isForIndustry) ||
			(b.tried?.rate ?? 0) - (a.tried?.rate ?? 0) ||
			b.win - a.win ||
			(a.content.id < b.content.id ? -1 : 1),
	);
	const best = found[0];
	if (!best) return null;
	const { content, topic, isForIndustry, tried } = best;
	const isWorn = content.won + content.lost > 0 || (tried?.answered ?? 0) > 0;
	if (!topic && !isForIndustry && !isWorn) return null;
	const answered = tried && { n: tried.n, answered: tried.answered, rate: tried.rate };
	return {
		content,
		topic: topic && { subject: topic.subject, times: topic.times },
		isForIndustry,
		answers: answered,
	};
}

/** Words of four letters or more, in scripts without spaces between words pairs of letters. */
function wordsOf(text: string): Set<string> {
	const words = new Set<string>();
	for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
		if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) {
			for (let k = 0; k + 2 <= word.length; k++) words.add(word.slice(k, k + 2));
		} else if (word.length >= 4) words.add(word.replace(/(?<=\p{L}{4})(?:es|s)$/u, ""));
	}
	return words;
}
