import type { App, Receiver } from "@slack/bolt";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Handled } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";

/** Slack waits three seconds for an answer, then says that the app did not respond. */
const PATIENCE_MS = 2900;

/** What Slack sent, as it stands in the body. */
export type SlackBody = Record<string, unknown>;

/** Reads JSON, a form, or JSON within a form. Throws invalid_request on anything else. */
export function readBody(raw: string, contentType: string): SlackBody {
	try {
		if (!contentType.startsWith("application/x-www-form-urlencoded")) return objectOf(JSON.parse(raw));
		const form = new URLSearchParams(raw);
		const payload = form.get("payload");
		return payload === null ? Object.fromEntries(form) : objectOf(JSON.parse(payload));
	} catch (cause) {
		throw new CourtsideError("invalid_request", "The body is neither JSON nor a form.", { cause });
	}
}

function objectOf(value: unknown): SlackBody {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("not an object");
	return value as SlackBody;
}

/**
 * A Bolt receiver for one request: no server and no route of its own, so that the house's door stands in front. It answers
 * as soon as a listener acknowledges; `work` ends when the listener does.
 */
export class OneRequestReceiver implements Receiver {
	#app: App | null = null;

	init(app: App): void {
		this.#app = app;
	}

	async start(): Promise<void> {}

	async stop(): Promise<void> {}

	handle(
		body: SlackBody,
		retry: { num?: number; reason?: string },
	): { answer: Promise<Handled>; work: Promise<boolean> } {
		const { promise: answer, resolve } = Promise.withResolvers<Handled>();
		const late = setTimeout(
			() => resolve({ status: 503, body: { reason: "No listener answered in time." } }),
			PATIENCE_MS,
		);
		const work = (this.#app as App)
			.processEvent({
				body,
				ack: async (said?: unknown) => resolve(acknowledged(said)),
				...(retry.num !== undefined && { retryNum: retry.num }),
				...(retry.reason !== undefined && { retryReason: retry.reason }),
			})
			.then(
				() => true,
				(fault: unknown) => {
					resolve({ status: isUnknownTeam(fault) ? 401 : 500, body: { reason: "It could not be handled." } });
					return false;
				},
			)
			.finally(() => {
				clearTimeout(late);
				// Slack sends things that nobody here listens to; they are well received all the same.
				resolve({ status: 200 });
			});
		return { answer, work };
	}
}

function acknowledged(said: unknown): Handled {
	if (said === undefined || said === "" || said === null) return { status: 200 };
	return {
		status: 200,
		body: (typeof said === "string" ? { text: said } : JSON.parse(JSON.stringify(said))) as JsonValue,
	};
}

function isUnknownTeam(fault: unknown): boolean {
	return (fault as { code?: string } | null)?.code === "slack_bolt_authorization_error";
}
