import type { CoachLanguage } from "../languages.ts";

/** How questions are worded, a language. Tried on lower-case text without punctuation. */
export interface QuestionWords {
	/** Nearly surely a question wherever it stands. */
	strong: RegExp;
	/** A question when the sentence begins so. */
	opening: RegExp;
	/** A question when the sentence ends so. */
	ending: RegExp | null;
	/** Open questions: what, how, why, tell me. */
	open: RegExp;
}

const w = (text: string): string => `(?:^|[^\\p{L}\\p{N}'])(?:${text})(?=$|[^\\p{L}\\p{N}])`;
const re = (text: string): RegExp => new RegExp(text, "iu");
const LEAD_EN =
	"(?:(?:so|and|but|well|okay|ok|um|uh|er|yeah|yes|no|oh|right|now|then|just|like|sorry|hi|hello|also) ){0,4}";
const LEAD_ES = "(?:(?:y|pero|pues|bueno|vale|entonces|a ver|perdone|perdona|hola|sí|no|ah|eh|oye|oiga) ){0,4}";
const LEAD_FR = "(?:(?:et|mais|alors|donc|bon|ben|bah|euh|oui|non|ah|oh|bonjour|ok|sinon|du coup) ){0,4}";
const LEAD_DE = "(?:(?:und|aber|also|ja|nein|äh|ähm|gut|okay|ok|na|oder|hallo|ach) ){0,4}";

/** Right after a word that asks, a finite verb makes it a question of its own: in a clause that hangs on another it stands last. */
const ASKS_DE =
	"(?:wer|wen|wem|was|wann|wo|wohin|woher|womit|wofür|woran|wie|warum|wieso|weshalb|wie (?:viel|lange|oft|weit|groß|teuer)|welche[rsnm]? \\p{L}+)";
const FINITE_DE =
	"(?:ist|bist|sind|seid|war|warst|waren|wäre|wärst|wären|hat|hast|habt|haben|hatte|hatten|hätte|hätten|können|könnt|könntest|könnte|könnten|kann|kannst|wird|werden|würde|würdest|würden|soll|sollen|sollte|sollten|darf|dürfte|dürfen|muss|muß|müssen|müssten|geht|gehen|ginge|funktioniert|passt|paßt|stimmt|möchte|möchten|möchtest|will|willst|wollen|wollt|weiß|weißt|wissen|kennen|kennt|braucht|brauchen|nutzt|nutzen|gibt|gäbe|gäben|sieht|sehen|heißt|kommt|kommen|macht|machen|nimmt|nehmen|fährt|fahren|trifft|treffen|meint|meinen|denkt|denken|glauben|bleibt|bleiben|kostet|kosten|dauert|liegt|steht|arbeiten|arbeitet|sagen|sagten|halten|hält)";

/** The six languages' ways of asking, and Italian's, of which no more is known. */
export const QUESTION_WORDS: Record<CoachLanguage | "it", QuestionWords> = {
	en: {
		strong: re(
			w(
				"(?:can|could|would|will) you (?:please )?(?:tell|explain|walk|show|give|confirm|describe|clarify)|do you (?:have|know|want|need|think|use|offer|support|see|plan)|i was wondering|i'm wondering|i wonder|what about|how about|is that (?:right|correct|okay|ok)|does that make sense|would that (?:work|help)|tell me (?:more )?about|walk me through|isn't it|don't you|aren't you|right then what|what do you",
			),
		),
		opening: re(
			`^${LEAD_EN}(?:who|what|what's|when|where|where's|which|why|how|how's|whose|who's|is|are|am|was|were|do|does|did|can|could|will|would|shall|should|have you|has|had you|isn't|aren't|don't|doesn't|didn't|won't|wouldn't|couldn't|can't|may i|might)(?= |$)`,
		),
		ending: re(
			` (?:is it|isn't it|are you|aren't you|do you|don't you|does it|doesn't it|was it|right|or not|or what|is that|can you|will you)$`,
		),
		open: re(w("what|how|why|tell me|walk me through|describe|help me understand|talk me through")),
	},
	es: {
		strong: re(
			w(
				"(?:quería|quisiera|querría|me gustaría|necesito|necesitaría|desearía|deseo) (?:saber|conocer|información|que me|obtener|preguntar|consultar)|me (?:puede|podría|puedes|podrías|dice|dices|podéis)|(?:puede|podría|puedes|podrías|podéis) (?:decirme|explicarme|contarme|darme|repetir)|cuénteme|cuéntame|(?:qué|cuál|cuáles|cuánto|cuánta|cuántos|cuántas|quién|quiénes) (?:\\p{L}+)|cuándo|dónde|por qué|cómo (?:es|son|va|van|lo|le|te|se|está|funciona|lleváis|llevan)",
			),
		),
		opening: re(
			`^${LEAD_ES}(?:qué|que tal|cuál|cuáles|cuándo|cuanto|cuánto|cuánta|cuántos|cuántas|dónde|adónde|quién|quiénes|cómo|por qué|para qué|a qué|de qué|con qué|en qué|desde dónde|hay|es posible|puede|puedo|podemos|podría|podríamos|tiene|tienen|tenéis|tienes|quiere|quieres|desea|le gustaría|te gustaría|le parece|te parece|os parece|funciona|sabe|sabes|nos haríais|me puede|existe|existen)(?= |$)`,
		),
		ending: re(` (?:verdad|no|cierto|no es así|no cree|de acuerdo)$`),
		open: re(w("qué|cómo|por qué|cuál|cuáles|cuénteme|cuéntame|explíqueme|explícame")),
	},
	fr: {
		strong: re(
			w(
				"est-ce qu(?:e|')|est ce qu(?:e|')|qu'est-ce|qu'est ce|qu est ce|c'est quoi|pourquoi|combien|(?:pouvez|pourriez|peux|pourrais)[- ](?:vous|tu)|(?:avez|êtes|voulez|savez|connaissez|souhaitez|allez|faites|faut|doit|dois|as|es|veux|sais)[- ](?:vous|tu|il|je|on)|y a[- ]t[- ]il|(?:a|va|sera|peut|est|sont|faut)[- ](?:t[- ])?(?:il|elle|on|ils|elles|ce)|je voudrais savoir|j'aimerais savoir|racontez[- ]moi|dites[- ]moi|comment (?:\\p{L}+)|(?:à|de|pour|avec|sur|dans) (?:quoi|qui|quel|quelle|quels|quelles)",
			),
		),
		opening: re(
			`^${LEAD_FR}(?:qui|que|qu'|quoi|quand|où|ou est|quel|quelle|quels|quelles|lequel|laquelle|comment|combien|pourquoi|à quoi|à qui|de quoi|il y a quoi|vous (?:avez|êtes|pouvez|savez|connaissez|voulez|pourriez|nous feriez|faites)|tu (?:as|es|peux|sais|veux)|on peut|je peux|je dois|c'est où)(?= |$|')`,
		),
		ending: re(` (?:n'est-ce pas|non|d'accord|quoi|où|comment|combien|pourquoi|qui|quand|hein)$`),
		open: re(
			w("comment|pourquoi|qu'est-ce|quel|quelle|quels|quelles|quoi|racontez[- ]moi|expliquez[- ]moi|parlez[- ]moi"),
		),
	},
	de: {
		strong: re(
			w(
				`(?:können|könnten|würden) sie (?:mir|uns|bitte|das|dazu)|wie (?:sieht|wäre|steht) (?:es|das|denn|es denn)|was (?:halten|meinen|denken) sie|wie (?:halten|machen|denken) sie|wäre ihnen das|ginge das|geht das bei ihnen|passt (?:es|ihnen) (?:das|denn|ihnen|gerade)|erzählen sie|würde es (?:helfen|ihnen)|ist das (?:richtig|korrekt)|sagen sie (?:mir|uns|doch|mal)|schlagen sie (?:doch|mal|etwas|was|einen|einfach)|ich weiß nicht (?:ob|wie|was|wann|wo) (?:\\p{L}+ ){0,2}(?:ihnen|sie|euch)|${ASKS_DE} ${FINITE_DE}|(?:an|auf|ab|bis|für|mit|von|zu|um|in|seit|gegen|nach|über) (?:was|wen|wem|wann|wo|welche[rsnm]?)`,
			),
		),
		opening: re(
			`^${LEAD_DE}(?:wer|wen|wem|wessen|was|wann|wo|wohin|woher|womit|wofür|worum|woran|wie|warum|wieso|weshalb|welche[rsnm]?|${FINITE_DE} (?:sie|wir|ihr|du|es|das|ich|man|er|ihnen|euch|dir|da|denn|dann|die))(?= |$)`,
		),
		ending: re(` (?:oder|nicht wahr|stimmt's|oder nicht|gell|ne)$`),
		open: re(w("was|wie|warum|wieso|weshalb|womit|wofür|welche[rsnm]?|erzählen sie|beschreiben sie")),
	},
	he: {
		strong: re(
			w(
				"האם|מה (?:\\p{L}+)|למה|מדוע|איך|כיצד|כמה (?:\\p{L}+)|מתי|איפה|היכן|איזה|איזו|אילו|מי (?:\\p{L}+)|ספר לי|ספרי לי|תוכל|תוכלי|תוכלו|אפשר (?:לדעת|לקבל|לשאול)|יש לכם|הייתי רוצה לדעת|תתנו לנו",
			),
		),
		opening: re(
			`^(?:(?:אז|ו|אבל|כן|לא|טוב|אוקיי|היי|שלום) ){0,3}(?:ו?(?:האם|מה|למה|איך|כמה|מתי|איפה|איזה|איזו|אילו|מי|מאיפה|לאן|יש|אפשר|נעשה|זה אפשרי))(?= |$)`,
		),
		ending: re(` (?:נכון|לא|הבנתי נכון|בסדר)$`),
		open: re(w("מה|איך|למה|מדוע|כיצד|ספר לי|ספרי לי|איזה|איזו")),
	},
	it: {
		strong: re(
			w(
				"(?:puoi|può|potresti|potrebbe|potete|sai|sa) (?:dirmi|dire|spiegarmi|ripetere|darmi|consigliarmi)|(?:vorrei|volevo|mi piacerebbe) sapere|che cosa|cos'è|cosa (?:\\p{L}+)|quant[oaie] (?:\\p{L}+)|perch[eé]'? (?:non|mi|ti|si|dovrei)|come (?:mai|posso|si|faccio|ti|stai|va)|ti (?:piace|piacciono|sembra|capita|dispiace)|hai (?:mai|qualche)|parlami|dimmi|raccontami",
			),
		),
		opening: re(
			"^(?:(?:e|ma|allora|bene|ok|ciao|scusa|sì|no|beh|quindi|ah) ){0,3}(?:chi|che|cosa|quando|dove|quale|quali|quanto|quanta|quanti|quante|come|perch[eé]'?|hai|sei|è|puoi|può|posso|potrei|devo|dovrei|vuoi|vuole|sai|ti piace|ti sembra|c'è|ci sono|fai|mangi|pensi|credi|conosci|secondo te|esiste)(?= |$)",
		),
		ending: re(" (?:vero|no|giusto|o no)$"),
		open: re(w("cosa|come|perch[eé]'?|quale|quali|dimmi|parlami|raccontami")),
	},
	ja: {
		strong: re(
			"(?:です|ます|でしょう|ました|ません|でした|ましょう|いただけ(?:ます|ません)|よろしい(?:です|でしょう))か|ですかね|教えてください|教えていただけ|いかがで|どう(?:です|でしょう|なります|思)|いつから|いくら(?:で|に|くらい)|なぜ|どうして|どのよう|どちら|どなた",
		),
		opening: re("^(?:なぜ|どうして|いつ|どこ|だれ|誰|何|どう|どの|どれ|いくら)"),
		ending: re("(?:か|かな|かね|の|っけ|でしょう|よね)$"),
		open: re("何|なぜ|どうして|どのよう|どう|教えて|いかが|どんな"),
	},
};
