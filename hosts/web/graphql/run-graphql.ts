import { createStreamParser } from "../event-stream.ts";
import type { PortalSession } from "../session.ts";

/** One answer: pretty JSON, and how many parts of it are missing. */
export interface GraphAnswer {
	text: string;
	faults: number;
}

/** Whether a document listens instead of asking. */
export function isSubscription(query: string): boolean {
	return /^\s*subscription\b/m.test(query.replace(/#.*$/gm, ""));
}

/** Sends a request as this person; each answer is told, one for a question, many while listening. */
export async function runGraphql(
	session: Pick<PortalSession, "fetch">,
	request: { query: string; variables: object; locale: string },
	signal: AbortSignal,
	tell: (answer: GraphAnswer) => void,
): Promise<void> {
	const { query, variables, locale } = request;
	const response = await session.fetch("/graphql", {
		method: "POST",
		signal,
		headers: {
			"content-type": "application/json",
			accept: isSubscription(query) ? "text/event-stream" : "application/json",
			"accept-language": locale,
		},
		body: JSON.stringify({ query, variables }),
	});
	if (!response.headers.get("content-type")?.includes("event-stream") || !response.body) {
		tell(answerOf(await response.text()));
		return;
	}
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	const parse = createStreamParser();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		for (const message of parse(value)) if (message.event === "next") tell(answerOf(message.data));
	}
}

function answerOf(text: string): GraphAnswer {
	try {
		const body: unknown = JSON.parse(text);
		const { errors, status } = body as { errors?: unknown[]; status?: number };
		return { text: JSON.stringify(body, null, 2), faults: errors?.length ?? (status ? 1 : 0) };
	} catch {
		return { text, faults: 1 };
	}
}
