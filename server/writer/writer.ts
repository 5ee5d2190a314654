import type { z } from "zod";

/** Why a language service gave nothing that can be used. Each leads to what the rules make. */
export type WriterFault = "refused" | "empty" | "incomplete" | "timeout" | "garbage" | "unavailable";

/** One question. `system` is ours, `words` are others' and marked as such. */
export interface WriterAsk<T> {
	/** Name of the answer's shape: letters and dashes. */
	name: string;
	schema: z.ZodType<T>;
	system: string;
	words: string;
	mostTokensOut: number;
	signal?: AbortSignal | undefined;
}

/** What came of it, and what it cost; tokens are as the service counts them, else reckoned. */
export type WriterAnswer<T> = { tokensIn: number; tokensOut: number } & (
	| { ok: true; value: T }
	| { ok: false; why: WriterFault }
);

/** A language service: puts into words what is known already. It has no tools and sets no number. */
export interface Writer {
	/** Model, as it is shown behind "How we know". */
	model: string;
	complete<T>(ask: WriterAsk<T>): Promise<WriterAnswer<T>>;
}

/** What a text weighs, reckoned: a token is about four Latin letters, or one of scripts that have many. */
export function tokensOf(text: string): number {
	let tokens = 0;
	for (const letter of text) tokens += letter.charCodeAt(0) < 0x250 ? 0.25 : 0.9;
	return Math.ceil(tokens);
}
