import { z } from "zod";
import { tokensOf, type Writer, type WriterAnswer, type WriterAsk, type WriterFault } from "./writer.ts";

/** How a language service is reached. */
export interface HttpWriterOptions {
	/** With its version, without a slash at the end: https://api.openai.com/v1. */
	baseUrl: string;
	apiKey: string | null;
	model: string;
	/** `responses` as OpenAI has it; `chat` for the many servers that speak chat completions only. */
	api: "responses" | "chat";
	timeoutMs: number;
	fetch: typeof fetch;
}

const MOST_ANSWER_BYTES = 500_000;

/**
 * A language service over HTTP: OpenAI's Responses API, or chat completions of any compatible server, both with a strict
 * schema of the answer. Nothing is stored there. It never throws but when it is aborted: whatever goes wrong has a name.
 */
export function openHttpWriter({ baseUrl, apiKey, model, api, timeoutMs, fetch }: HttpWriterOptions): Writer {
	return {
		model,
		async complete<T>(ask: WriterAsk<T>): Promise<WriterAnswer<T>> {
			const body = api === "responses" ? responsesBody(model, ask) : chatBody(model, ask);
			const reckoned = { tokensIn: tokensOf(ask.system) + tokensOf(ask.words), tokensOut: 0 };
			const brake = AbortSignal.timeout(timeoutMs);
			const signal = ask.signal ? AbortSignal.any([ask.signal, brake]) : brake;
			let raw: unknown;
			try {
				const answer = await fetch(`${baseUrl}/${api === "responses" ? "responses" : "chat/completions"}`, {
					method: "POST",
					headers: {
						"content-type": "application/json",
						...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
					},
					body: JSON.stringify(body),
					signal,
					redirect: "error",
				});
				const text = await answer.text();
				if (!answer.ok || text.length > MOST_ANSWER_BYTES) return { ...reckoned, ok: false, why: "unavailable" };
				raw = JSON.parse(text);
			} catch (error) {
				ask.signal?.throwIfAborted();
				if (brake.aborted) return { ...reckoned, ok: false, why: "timeout" };
				return { ...reckoned, ok: false, why: error instanceof SyntaxError ? "garbage" : "unavailable" };
			}
			const read = api === "responses" ? readResponse(raw) : readChat(raw);
			const cost = {
				tokensIn: read.tokensIn ?? reckoned.tokensIn,
				tokensOut: read.tokensOut ?? tokensOf(read.text ?? ""),
			};
			if (read.why !== null) return { ...cost, ok: false, why: read.why };
			const parsed = ask.schema.safeParse(parseJson(read.text ?? ""));
			return parsed.success ? { ...cost, ok: true, value: parsed.data } : { ...cost, ok: false, why: "garbage" };
		},
	};
}

function schemaOf({ name, schema }: WriterAsk<unknown>) {
	const { $schema: _, ...json } = z.toJSONSchema(schema) as Record<string, unknown>;
	return { name, strict: true, schema: json };
}

function responsesBody(model: string, ask: WriterAsk<unknown>) {
	return {
		model,
		instructions: ask.system,
		input: [{ role: "user", content: [{ type: "input_text", text: ask.words }] }],
		text: { format: { type: "json_schema", ...schemaOf(ask) } },
		max_output_tokens: ask.mostTokensOut,
		store: false,
	};
}

function chatBody(model: string, ask: WriterAsk<unknown>) {
	return {
		model,
		messages: [
			{ role: "system", content: ask.system },
			{ role: "user", content: ask.words },
		],
		response_format: { type: "json_schema", json_schema: schemaOf(ask) },
		max_tokens: ask.mostTokensOut,
	};
}

/** What an answer's text is, or why there is none; tokens null where the service did not count. */
interface ReadAnswer {
	text: string | null;
	why: WriterFault | null;
	tokensIn: number | null;
	tokensOut: number | null;
}

const responseShape = z.object({
	status: z.string().nullish(),
	output: z
		.array(
			z.object({
				type: z.string(),
				content: z
					.array(z.object({ type: z.string(), text: z.string().nullish(), refusal: z.string().nullish() }))
					.nullish(),
			}),
		)
		.nullish(),
	usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }).nullish(),
});

function readResponse(raw: unknown): ReadAnswer {
	const parsed = responseShape.safeParse(raw);
	if (!parsed.success) return { text: null, why: "garbage", tokensIn: null, tokensOut: null };
	const { status, output, usage } = parsed.data;
	const cost = { tokensIn: usage?.input_tokens ?? null, tokensOut: usage?.output_tokens ?? null };
	const parts = (output ?? []).flatMap((item) => (item.type === "message" ? (item.content ?? []) : []));
	if (parts.some(({ type }) => type === "refusal")) return { ...cost, text: null, why: "refused" };
	const text = parts.map((part) => (part.type === "output_text" ? (part.text ?? "") : "")).join("");
	if (status === "incomplete") return { ...cost, text, why: "incomplete" };
	if (status === "failed" || status === "cancelled") return { ...cost, text: null, why: "unavailable" };
	return text.trim() === "" ? { ...cost, text: null, why: "empty" } : { ...cost, text, why: null };
}

const chatShape = z.object({
	choices: z
		.array(
			z.object({
				finish_reason: z.string().nullish(),
				message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
			}),
		)
		.nullish(),
	usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

function readChat(raw: unknown): ReadAnswer {
	const parsed = chatShape.safeParse(raw);
	if (!parsed.success) return { text: null, why: "garbage", tokensIn: null, tokensOut: null };
	const { choices, usage } = parsed.data;
	const cost = { tokensIn: usage?.prompt_tokens ?? null, tokensOut: usage?.completion_tokens ?? null };
	const first = choices?.[0];
	if (first?.message.refusal) return { ...cost, text: null, why: "refused" };
	const text = first?.message.content ?? "";
	if (first?.finish_reason === "length") return { ...cost, text, why: "incomplete" };
	if (first?.finish_reason === "content_filter") return { ...cost, text: null, why: "refused" };
	return text.trim() === "" ? { ...cost, text: null, why: "empty" } : { ...cost, text, why: null };
}

/** Some servers wrap JSON in a fence; what else is no JSON is null, which no schema takes. */
function parseJson(text: string): unknown {
	const bare = text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1");
	try {
		return JSON.parse(bare) as unknown;
	} catch {
		return null;
	}
}
