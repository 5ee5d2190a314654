import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerEntra } from "./entra-door.ts";
import { answerGraph } from "./graph-door.ts";
import type { Organization } from "./organization.ts";
import { answerPage } from "./page-door.ts";

/** A running organization. */
export interface TeamsStandIn {
	base: string;
	stop(): Promise<void>;
}

/** Serves an organization on loopback: Entra, Graph, and a page that shows the app as Teams does in a meeting. */
export async function startTeams(
	org: Organization,
	given: { port?: number; courtside?: string } = {},
): Promise<TeamsStandIn> {
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks).toString();
		const url = new URL(request.url ?? "/", org.base);
		const method = request.method ?? "GET";
		const json = (status: number, said: unknown) => {
			response.writeHead(status, { "content-type": "application/json" });
			response.end(JSON.stringify(said));
		};
		try {
			const entra = await answerEntra(org, url.pathname, new URLSearchParams(body));
			if (entra) return json(entra.status, entra.body);
			if (url.pathname.startsWith("/v1.0/")) {
				const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
				const said = await answerGraph(org, method, url, bearer, body);
				if (said.text === undefined) return json(said.status, said.body ?? null);
				response.writeHead(said.status, { "content-type": "text/vtt" });
				return void response.end(said.text);
			}
			await answerPage({ org, courtside: given.courtside ?? "" }, { method, url, body }, response);
		} catch (fault) {
			json(500, { error: { code: "standIn", message: String(fault) } });
		}
	});
	server.listen(given.port ?? 0, "127.0.0.1");
	await once(server, "listening");
	org.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		base: org.base,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}
