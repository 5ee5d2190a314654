import { identifyChange, mapChanges, splitChanges } from "../../core/contract/change-payload.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host, Ports, SignedRequest } from "../../core/contract/host.ts";
import type { Tested } from "../../core/contract/host-about.ts";
import { KEY_SECRET, OLD_KEY_SECRET } from "../../core/contract/web-connection.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { NumberCardProps } from "../kit/number-card.tsx";
import { verifySigned } from "./signature.ts";
import { recordDoor, sendMessage } from "./write-back.ts";

/** What the browser draws for a view: the one pattern in its long form. */
export interface WebSurface {
	component: "NumberCard";
	props: NumberCardProps;
}

/**
 * Any web system of the company's own: it sends changes by signed requests and is told of ours the same way; numbers are
 * shown in the portal.
 */
export const webHost: Host<WebSurface> = {
	id: "web",
	config: [
		{ name: KEY_SECRET, secret: true, type: "text", elsewhere: true },
		{ name: OLD_KEY_SECRET, secret: true, type: "text", elsewhere: true },
		{
			name: "callbackUrl",
			secret: false,
			type: "address",
			example: "https://crm.example.com/courtside",
			elsewhere: true,
		},
		// Set only on a server of the person's own machine.
		{ name: "allowPrivateAddresses", secret: false, type: "text", elsewhere: true },
	],
	verify: verifySigned,
	split: splitChanges,
	map: mapChanges,
	identify: identifyChange,
	present: (view) => ({ component: "NumberCard", props: { view, form: "long" } }),
	write: sendMessage,
	writeBack: recordDoor,
	handle,
	about: {
		name: "Web",
		scopes: [],
		addresses: [{ address: "callbackUrl", reason: { key: "host.web.callback" } }],
		limits: [{ key: "web", calls: 10, perMs: 1000, reason: { key: "host.web.pace" } }],
	},
	test,
};

/** The key must be there; the callback address, where one is set, must take a message of the kind `ping`. */
async function test(ports: Ports): Promise<Tested> {
	if (!(await ports.secrets.get(KEY_SECRET))) {
		return { ok: false, fault: { key: "host.web.noKey" }, todo: { key: "host.web.makeKey" } };
	}
	if (!(await ports.installations.current())?.settings["callbackUrl"]) return { ok: true };
	const id = `ping-${ports.now()}`;
	const written = await sendMessage({ id, kind: "ping", dedupKey: id, payload: {} }, ports);
	if (written.ok) return { ok: true };
	const reason = { reason: written.reason };
	return { ok: false, fault: { key: "host.web.noCallback", params: reason }, todo: { key: "host.web.mendCallback" } };
}

/**
 * A request from the company's system. It is verified and read at the door, so that the sender learns at once what is
 * wrong, then stored; the server applies it after. The same body again is answered as seen.
 */
async function handle(request: SignedRequest, ports: Ports): Promise<{ status: number; body: JsonValue }> {
	if ((await ports.installations.current())?.state !== "on") {
		return { status: 403, body: { accepted: 0, reason: "The connection is not switched on." } };
	}
	const keys = (await Promise.all([ports.secrets.get(KEY_SECRET), ports.secrets.get(OLD_KEY_SECRET)])).filter(
		(k) => k !== null,
	);
	const verified = verifySigned(request, { now: ports.now(), keys });
	if (!verified.ok) {
		ports.log.warn("a request to the web connection was refused", { reason: verified.reason });
		return { status: 401, body: { accepted: 0, reason: `Refused: ${verified.reason}.` } };
	}
	try {
		const changes = mapChanges(parse(request.body));
		const stored = await ports.inbox.put(verified.deliveryKey, request);
		return {
			status: stored === "new" ? 202 : 200,
			body: { accepted: changes.length, delivery: verified.deliveryKey, seenBefore: stored === "seen" },
		};
	} catch (fault) {
		if (!(fault instanceof CourtsideError) || fault.code !== "unprocessable") throw fault;
		return { status: 422, body: { accepted: 0, reason: fault.message, errors: fault.errors ?? [] } };
	}
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch (cause) {
		throw new CourtsideError("unprocessable", "The body is not JSON.", { cause });
	}
}
