import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Handled, Ports, SignedRequest } from "../../core/contract/host.ts";
import { oneRequestApp } from "./app.ts";
import { readBody, type SlackBody } from "./receiver.ts";
import { lowered, verifySlack } from "./signature.ts";

/**
 * One request of Slack's: checked, taken once however often it is sent, answered within three seconds. What takes longer
 * goes on after the answer; if it fails or the server ends, Slack's next try may take it up.
 */
export async function handleSlack(request: SignedRequest, ports: Ports): Promise<Handled> {
	const headers = lowered(request.headers);
	if ((await ports.installations.current())?.state !== "on") return refused(403, "The connection is not switched on.");
	const secrets = await Promise.all([ports.secrets.get("signingSecret"), ports.secrets.get("signingSecretPrevious")]);
	const verified = verifySlack(request, { now: ports.now(), keys: secrets.filter((key) => key !== null) });
	if (!verified.ok) {
		ports.log.warn("a request was refused", { reason: verified.reason });
		return refused(401, `Refused: ${verified.reason}.`);
	}
	let body: SlackBody;
	try {
		body = readBody(request.body, headers["content-type"] ?? "");
	} catch (fault) {
		if (!(fault instanceof CourtsideError)) throw fault;
		return refused(400, fault.message);
	}
	if (body["ssl_check"] === "1") return { status: 200 };
	if (body["type"] === "url_verification") return { status: 200, body: { challenge: String(body["challenge"] ?? "") } };
	return once(
		ports,
		typeof body["event_id"] === "string" ? `event:${body["event_id"]}` : `body:${verified.deliveryKey}`,
		() => dispatch(ports, body, headers),
	);
}

async function once(
	ports: Ports,
	key: string,
	run: () => Promise<{ answer: Promise<Handled>; work: Promise<boolean> }>,
): Promise<Handled> {
	const claimed = await ports.chat.claim(key);
	if (claimed === "done") return { status: 200, headers: { "x-slack-no-retry": "1" } };
	// Somebody is at it; should they fail, Slack's next try takes it up.
	if (claimed === "busy") return refused(503, "It is being handled.");
	try {
		const { answer, work } = await run();
		void work
			.then((isDone) => (isDone ? ports.chat.done(key) : ports.chat.release(key)))
			.catch((fault: unknown) => ports.log.warn("a request's end was not noted", { reason: String(fault) }));
		return await answer;
	} catch (fault) {
		await ports.chat.release(key);
		throw fault;
	}
}

async function dispatch(ports: Ports, body: SlackBody, headers: Record<string, string>) {
	const { receiver } = await oneRequestApp(ports);
	const num = Number(headers["x-slack-retry-num"]);
	const reason = headers["x-slack-retry-reason"];
	return receiver.handle(body, { ...(num > 0 && { num }), ...(reason !== undefined && { reason }) });
}

function refused(status: number, reason: string): Handled {
	return { status, body: { reason } };
}
