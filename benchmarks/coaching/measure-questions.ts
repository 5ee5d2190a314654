import { judgeElsewhere, judgeUtterance } from "../../core/coaching/judge-utterance.ts";
import { type Features, hash } from "../../core/coaching/learner/features.ts";
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
		const learner = learnQuestions(read(data, "train"), isQuestion, smoke);
		const learnt = actExamples(dev, isQuestion).map((e) => ({ said: learner(e.features), is: e.label }));
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

const FOLDS = 3;
const WAYS = [
	{ epochs: 4, step: 0.1 },
	{ epochs: 8, step: 0.15 },
];

/**
 * A learner of one corpus' training part. How long it learns and where it cuts is chosen by folds of that part, in which no
 * text stands in two folds: some of these corpora tell a dialogue five times over, a turn later each time.
 */
function learnQuestions(
	train: readonly Utterance[],
	isQuestion: (u: Utterance) => boolean,
	smoke: boolean,
): (features: Features) => boolean {
	const seen = new Set<string>();
	const examples = actExamples(train, isQuestion).flatMap((example, k) => {
		const text = unpunctuated(train[k]?.text ?? "");
		const key = `${text}\n${example.label}\n${example.features.join(" ")}`;
		if (seen.has(key)) return [];
		seen.add(key);
		return [{ ...example, fold: hash(text) % FOLDS }];
	});
	const best = (smoke ? WAYS.slice(0, 1) : WAYS)
		.map((way) => {
			const judged = Array.from({ length: FOLDS }, (_, fold) => {
				const weights = trainTextModel(
					examples.filter((e) => e.fold !== fold),
					{ ...TRAINING.question, ...way },
				);
				return examples.filter((e) => e.fold === fold).map((e) => ({ sum: sumOf(weights, e.features), is: e.label }));
			}).flat();
			return { way, ...bestCut(judged) };
		})
		.reduce((a, b) => (b.f1 > a.f1 ? b : a));
	const weights = trainTextModel(examples, { ...TRAINING.question, ...best.way });
	return (features) => sumOf(weights, features) > best.cut;
}

/** Where F1 is highest, in tenths of log-odds. */
function bestCut(judged: readonly { sum: number; is: boolean }[]): { cut: number; f1: number } {
	let best = { cut: 0, f1: -1 };
	for (let tenth = -30; tenth <= 20; tenth++) {
		const cut = tenth / 10;
		const score = f1(judged.map(({ sum, is }) => ({ said: sum > cut, is })));
		if (score > best.f1) best = { cut, f1: score };
	}
	return best;
}
