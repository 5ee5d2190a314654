import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { API_VERSION, type OrgConnection } from "./connection.ts";

/** The one channel on which an organisation tells of all objects that it was told to tell of. */
const CHANNEL = "/data/ChangeEvents";
/** How long the vendor may hold a poll open where nothing happens; a call of ours ends after thirty seconds. */
const HOLD_MS = 20_000;

/** Told where nothing was missed: the position itself, then all that came after it. -1: from now on. */
export const FROM_NOW = -1;

/** Why a subscription ended; each has another way to go on. */
export type FeedEnd = "token-expired" | "unknown-client" | "position-lost";

/** The subscription ended in a way that the reader knows how to mend. */
export class FeedEnded extends Error {
	readonly end: FeedEnd;
	constructor(end: FeedEnd, message: string) {
		super(message);
		this.name = "FeedEnded";
		this.end = end;
	}
}

const header = z.looseObject({
	entityName: z.string(),
	recordIds: z.array(z.string()),
	changeType: z.string(),
	changeOrigin: z.string().default(""),
	commitTimestamp: z.number(),
	changedFields: z.array(z.string()).default([]),
});
const event = z.object({
	payload: z.looseObject({ ChangeEventHeader: header }),
	event: z.object({ replayId: z.number() }),
});

/** One change as the organisation told it. */
export interface ToldChange {
	replayId: number;
	header: z.infer<typeof header>;
}

const answer = z.looseObject({
	channel: z.string(),
	successful: z.boolean().optional(),
	clientId: z.string().optional(),
	error: z.string().optional(),
	data: z.unknown().optional(),
});

/**
 * The change events after a position, poll by poll (CometD's Bayeux protocol by long polling); a poll that brought none
 * gives an empty list. Ends when `signal` says so. Throws {@link FeedEnded}, or `unavailable` where the line broke.
 */
export async function* changeFeed(
	org: OrgConnection,
	ports: Pick<Ports, "fetch">,
	{ after, signal }: { after: number; signal: AbortSignal },
): AsyncGenerator<ToldChange[]> {
	const cookies = new Map<string, string>();
	const send = (messages: object[]) => post(org, ports, { messages, cookies, signal });
	const [hello] = await send([
		{
			...{ channel: "/meta/handshake", version: "1.0", minimumVersion: "1.0" },
			...{ supportedConnectionTypes: ["long-polling"], ext: { replay: true } },
		},
	]);
	const clientId = hello?.clientId;
	if (!clientId) throw new CourtsideError("unavailable", "Salesforce opened no stream of change events.");
	await send([{ channel: "/meta/subscribe", clientId, subscription: CHANNEL, ext: { replay: { [CHANNEL]: after } } }]);
	while (!signal.aborted) {
		const answers = await send([
			{ channel: "/meta/connect", clientId, connectionType: "long-polling", advice: { timeout: HOLD_MS } },
		]);
		yield answers
			.filter(({ channel }) => channel === CHANNEL)
			.map(({ data }) => event.parse(data))
			.map((one) => ({ replayId: one.event.replayId, header: one.payload.ChangeEventHeader }));
	}
}

async function post(
	org: OrgConnection,
	{ fetch }: Pick<Ports, "fetch">,
	given: { messages: object[]; cookies: Map<string, string>; signal: AbortSignal },
): Promise<z.infer<typeof answer>[]> {
	const { messages, cookies, signal } = given;
	const { accessToken, instanceUrl } = org.token();
	const response = await fetch(`${instanceUrl}/cometd/${API_VERSION}`, {
		method: "POST",
		headers: {
			authorization: `OAuth ${accessToken}`,
			"content-type": "application/json",
			cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
		},
		body: JSON.stringify(messages),
		signal,
	}).catch((cause: unknown) => {
		throw new CourtsideError("unavailable", "The stream of change events broke off.", { cause });
	});
	// The vendor's load balancer finds the client again by them.
	for (const line of response.headers.getSetCookie()) {
		const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
		cookies.set(name, value);
	}
	if (response.status === 401) throw new FeedEnded("token-expired", "401");
	if (!response.ok)
		throw new CourtsideError("unavailable", `Salesforce answered ${response.status} on the stream of change events.`);
	const answers = z.array(answer).parse(await response.json());
	for (const { successful, error = "" } of answers) {
		if (successful !== false) continue;
		if (error.startsWith("401")) throw new FeedEnded("token-expired", error);
		if (error.startsWith("403::Unknown client")) throw new FeedEnded("unknown-client", error);
		if (/^400.*replay/i.test(error)) throw new FeedEnded("position-lost", error);
		throw new CourtsideError("unprocessable", `Salesforce tells of no changes: ${error}`);
	}
	return answers;
}
