import { judgeElsewhere, judgeUtterance } from "../../core/coaching/judge-utterance.ts";
import { sumOf } from "../../core/coaching/learner/text-model.ts";
import { trainTextModel } from "../../core/coaching/learner/train-text-model.ts";
import { miam, oasis, type Utterance } from "./corpora.ts";
import { actExamples, f1, TRAINING, unpunctuated } from "./tasks.ts";

/** F1 of "is it a question" on one corpus, without punctuation. */
export interface QuestionResult {
	corpus: string;
	lang: string;
	acts: string[];
	n: number;
	questions: number;
	/** Trained on the corpus' own training part; never shipped. */
	inDomain: number;
	shipped: number;
	/** A plain list of question words and verbs at the front. */
	regex: number;
}

const PLAIN: Record<string, RegExp> = {
	en: /^(?:who|what|when|where|which|why|how|is|are|do|does|did|can|could|will|would|shall|should|have|has)\b/iu,
	es: /^(?:qué|cuál|cuáles|cuándo|cuánto|cuántos|dónde|quién|cómo|por qué|hay|puede|puedo|tiene|quiere|desea)(?= |$)/iu,
	fr: /^(?:qui|que|quoi|quand|où|quel|quelle|comment|combien|pourquoi|est-ce|qu'est|pouvez|avez|êtes|voulez)(?= |$|-)/iu,
	de: /^(?:wer|was|wann|wo|wie|warum|welche|ist|sind|haben|können|kann|wollen|würden|möchten|geht|passt)(?= |$)/iu,
	it: /^(?:chi|che|cosa|quando|dove|quale|quali|quanto|come|perché|hai|sei|è|puoi|vuoi|ti)(?= |$)/iu,
};

const CORPORA = [
	{
		corpus: "OASIS dev",
		lang: "en",
		acts: ["reqInfo", "reqDirect", "reqModal"],
		read: (d: string, p: "train" | "dev") => oasis(d, p),
	},
	...(
		[
			["dihana", "es", ["Pregunta", "Nueva_consulta", "Confirmacion"]],
			["ilisten", "it", ["QUESTION", "INFO-REQUEST", "SOLICITATION-REQ_CLARIFICATION"]],
			["loria", "fr", ["ask"]],
			["vm2", "de", ["REQUEST", "REQUEST_SUGGEST", "REQUEST_COMMENT", "REQUEST_CLARIFY"]],
		] as const
	).map(([name, lang, acts]) => ({
		corpus: `MIAM ${name} dev`,
		lang,
		acts: [...acts],
		read: (d: string, p: "train" | "dev") => miam(d, name, p),
	})),
];

/** Questions on every corpus; of English the learner and the words, elsewhere the words alone. */
export function measureQuestions(data: string, smoke: boolean): QuestionResult[] {
	return CORPORA.slice(0, smoke ? 1 : CORPORA.length).map(({ corpus, lang, acts, read }) => {
		const isQuestion = (u: Utterance): boolean => acts.includes(u.act);
		const dev = read(data, "dev");
		const weights = trainTextModel(actExamples(read(data, "train"), isQuestion), {
			...TRAINING.question,
			epochs: smoke ? 1 : 8,
			step: 0.15,
		});
		const learnt = actExamples(dev, isQuestion).map((e) => ({ said: sumOf(weights, e.features) > 0, is: e.label }));
		const words = dev.map((u, k) => ({
			u,
			text: unpunctuated(u.text),
			before: k > 0 ? unpunctuated(dev[k - 1]?.text ?? "") : null,
		}));
		const shipped = words.map(({ u, text, before }) => {
			const judged = lang === "it" ? judgeElsewhere(text, lang) : judgeUtterance(text, lang as "en", before);
			return { said: judged.question >= 0.5, is: isQuestion(u) };
		});
		const regex = words.map(({ u, text }) => ({ said: PLAIN[lang]?.test(text) ?? false, is: isQuestion(u) }));
		const questions = dev.filter(isQuestion).length;
		return {
			corpus,
			lang,
			acts,
			n: dev.length,
			questions,
			inDomain: f1(learnt),
			shipped: f1(shipped),
			regex: f1(regex),
		};
	});
}
