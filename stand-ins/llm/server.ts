import { createServer } from "node:http";
import { answerTo, type Behaviour } from "./obedient-model.ts";

/** A stand-in for a language service while it runs. */
export interface StandInModel {
	/** To be set as LLM_BASE_URL. */
	base: string;
	/** What it was asked, word for word, newest last. */
	asked: string[];
	stop(): Promise<void>;
}

/**
 * Speaks OpenAI's Responses API and chat completions on loopback. It does what it is told by its developer and, worse
 * than any real model, all that the words it is given tell it too. `behave` makes it fail in the ways services fail.
 */
export async function startModel(port = 0, behave: () => Behaviour = () => "obey"): Promise<StandInModel> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			const body = Buffer.concat(chunks).toString("utf8");
			asked.push(body);
			const { status, json } = answerTo(request.url ?? "", body, behave());
			if (status === 0) return;
			response.writeHead(status, { "content-type": "application/json" });
			response.end(typeof json === "string" ? json : JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
	const address = server.address();
	const where = typeof address === "object" && address ? address.port : port;
	return {
		base: `http://127.0.0.1:${where}/v1`,
		asked,
		stop: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}
