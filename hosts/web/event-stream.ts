/** One message of a server-sent event stream. */
export interface StreamMessage {
	id: string | null;
	event: string;
	data: string;
}

/**
 * Takes text as it arrives, in pieces of any length, and gives back the messages that are complete (the format of the
 * HTML standard's server-sent events; comments are dropped).
 */
export function createStreamParser(): (text: string) => StreamMessage[] {
	let rest = "";
	return (text) => {
		rest += text;
		const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
		rest = blocks.pop() ?? "";
		return blocks.map(readBlock).filter((m) => m !== null);
	};
}

/** The messages of an answer as they come, until it ends. Throws when it is no stream or breaks off. */
export async function* streamMessages(answer: Response): AsyncGenerator<StreamMessage> {
	if (!answer.ok || !answer.body) throw new Error(`the stream answered ${answer.status}`);
	const parse = createStreamParser();
	const reader = answer.body
		.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
		.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield* parse(value);
		}
	} finally {
		void reader.cancel().catch(() => {});
	}
}

function readBlock(block: string): StreamMessage | null {
	const message: StreamMessage = { id: null, event: "message", data: "" };
	const data: string[] = [];
	for (const line of block.split(/\r\n|\n|\r/)) {
		const [, name, value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
		if (name === "data") data.push(value);
		else if (name === "event") message.event = value;
		else if (name === "id") message.id = value;
	}
	if (data.length === 0) return null;
	message.data = data.join("\n");
	return message;
}
