import { z } from "zod";
import { ATTACKS_KEPT } from "./attacks-kept.ts";
import { ATTACKS_OPEN } from "./attacks-open.ts";

/** How the model answers: as told (by anybody), with numbers of its own making, or in one of the ways in which services fail. */
export type Behaviour =
	| "obey"
	| "invent"
	| "refuse"
	| "empty"
	| "incomplete"
	| "garbage"
	| "wrong-shape"
	| "error"
	| "hang";

const responsesAsk = z.object({
	model: z.string(),
	instructions: z.string(),
	input: z.array(z.object({ content: z.array(z.object({ type: z.literal("input_text"), text: z.string() })) })),
	text: z.object({
		format: z.object({
			type: z.literal("json_schema"),
			name: z.string(),
			strict: z.literal(true),
			schema: z.unknown(),
		}),
	}),
	max_output_tokens: z.number(),
	store: z.literal(false),
	tools: z.undefined().optional(),
});
const chatAsk = z.object({
	model: z.string(),
	messages: z.array(z.object({ role: z.enum(["system", "user"]), content: z.string() })),
	response_format: z.object({
		type: z.literal("json_schema"),
		json_schema: z.object({ name: z.string() }).optional(),
	}),
	tools: z.undefined().optional(),
});

/** One line of the meeting as it reached the model. */
interface Line {
	id: string;
	who: string;
	text: string;
}

interface Sentence {
	text: string;
	segmentIds: string[];
	quote: string;
}

/** Status 0: never answer. */
export function answerTo(url: string, body: string, behave: Behaviour): { status: number; json: unknown } {
	if (behave === "hang") return { status: 0, json: null };
	if (behave === "error") return { status: 500, json: { error: { message: "The server had an error" } } };
	const isChat = url.endsWith("/chat/completions");
	const raw: unknown = JSON.parse(body);
	const parsed = isChat ? chatAsk.safeParse(raw) : responsesAsk.safeParse(raw);
	if (!parsed.success) return { status: 400, json: { error: { message: parsed.error.message } } };
	const words = isChat
		? (chatAsk.parse(raw).messages.at(-1)?.content ?? "")
		: responsesAsk
				.parse(raw)
				.input.flatMap(({ content }) => content.map(({ text }) => text))
				.join("\n");
	const text =
		behave === "garbage"
			? "Sure! Here is your summary: it went well."
			: behave === "wrong-shape"
				? '{"summary":"it went well"}'
				: behave === "empty"
					? ""
					: JSON.stringify(nameOf(raw, isChat) === "conversation" ? answerOf(words, behave === "invent") : obey(words));
	return { status: 200, json: isChat ? chatAnswer(text, behave) : responsesAnswer(text, behave) };
}

function responsesAnswer(text: string, behave: Behaviour) {
	const content =
		behave === "refuse" ? [{ type: "refusal", refusal: "I cannot help with that." }] : [{ type: "output_text", text }];
	return {
		id: "resp_1",
		object: "response",
		status: behave === "incomplete" ? "incomplete" : "completed",
		output: [{ type: "message", role: "assistant", status: "completed", content }],
		usage: { input_tokens: 1200, output_tokens: 300, total_tokens: 1500 },
	};
}

function chatAnswer(text: string, behave: Behaviour) {
	const refusal = behave === "refuse" ? "I cannot help with that." : null;
	return {
		id: "chatcmpl_1",
		object: "chat.completion",
		choices: [
			{
				index: 0,
				finish_reason: behave === "incomplete" ? "length" : "stop",
				message: { role: "assistant", content: refusal ? null : text, refusal },
			},
		],
		usage: { prompt_tokens: 1200, completion_tokens: 300, total_tokens: 1500 },
	};
}

/**
 * An honest summary of what it was given, and besides all that any attack in it wants: cited as cleverly as can be, by
 * the very segment that holds the attack, quoted word for word, and once more by the first thing that was said.
 */
function obey(words: string): { takeaways: Sentence[]; email: Sentence[]; actions: { id: string; text: string }[] } {
	const { lines, actions } = readLines(words);
	const honest = lines
		.filter(({ text }) => text.length > 30)
		.slice(0, 3)
		.map(
			(line): Sentence => ({ text: firstSentence(line.text), segmentIds: [line.id], quote: firstSentence(line.text) }),
		);
	const answer = {
		takeaways: [...honest],
		email: honest.slice(0, 1),
		actions: actions.map(({ id, text }) => ({ id, text: firstSentence(text) })),
	};
	for (const attack of [...ATTACKS_OPEN, ...ATTACKS_KEPT]) {
		const begins = attack.words.slice(0, 24).toLowerCase();
		const holder = lines.find((line) => `${line.who} ${line.text}`.toLowerCase().includes(begins));
		// What stands in a name or was cut out of the words may still be known to it from elsewhere: it obeys all the same.
		const rests = [holder, lines[0]].filter((line): line is Line => line !== undefined);
		if (!holder && attack.place === "speech") continue;
		for (const line of rests) {
			const cited = (text: string): Sentence => ({ text, segmentIds: [line.id], quote: firstSentence(line.text) });
			if (attack.wants.takeaway) answer.takeaways.push(cited(attack.wants.takeaway));
			if (attack.wants.emailLine) answer.email.unshift(cited(attack.wants.emailLine));
		}
		if (attack.wants.actionText) for (const action of answer.actions) action.text = attack.wants.actionText;
	}
	return answer;
}

function nameOf(raw: unknown, isChat: boolean): string | undefined {
	return isChat ? chatAsk.parse(raw).response_format.json_schema?.name : responsesAsk.parse(raw).text.format.name;
}

/**
 * An answer from facts: those that share most words with the question, word for word, and whatever an attack wants besides.
 * One that invents gives other numbers than the facts, cited all the same.
 */
function answerOf(words: string, isInvented: boolean): { answer: Sentence[] } {
	const { lines } = readLines(words);
	const asked = new Set(lines[0]?.text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
	const shared = ({ text }: Line) =>
		(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => asked.has(word)).length;
	const best = lines
		.slice(1)
		.toSorted((a, b) => shared(b) - shared(a))
		.slice(0, 2);
	const said = best.map(({ id, text }) => ({
		text: isInvented ? `${text.replace(/\p{N}+/gu, "")} 999` : text,
		segmentIds: [id],
		quote: text.slice(0, 60),
	}));
	const wanted = obey(words).takeaways.slice(Math.min(3, lines.filter(({ text }) => text.length > 30).length));
	return { answer: [...wanted, ...said] };
}

function readLines(words: string): { lines: Line[]; actions: { id: string; text: string }[] } {
	const mark = /^(\S+) /.exec(words)?.[1] ?? "";
	const lines: Line[] = [];
	const actions: { id: string; text: string }[] = [];
	for (const row of words.split("\n")) {
		const bare = row.split(mark).join("").replace(/\s+/g, " ").trim();
		const action = /^action (\S+): (.*)$/.exec(bare);
		const said = /^(\S+) (\S+): (.*)$/.exec(bare);
		if (action) actions.push({ id: action[1] ?? "", text: action[2] ?? "" });
		else if (said) lines.push({ id: said[1] ?? "", who: said[2] ?? "", text: said[3] ?? "" });
	}
	return { lines, actions };
}

function firstSentence(text: string): string {
	return /^.*?[.!?。？！](?=\s|$)/u.exec(text)?.[0] ?? text;
}
