import { LogLevel, WebClient } from "@slack/web-api";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";

const VENDOR = "https://slack.com";
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;
const CALL_MS = 20_000;

/** The app of this workspace, as its administrator made it at Slack. */
export interface SlackApp {
	/** Where Slack is. */
	origin: string;
	clientId: string;
	clientSecret: string;
	signingSecret: string;
}

const settings = z.object({ apiUrl: z.url().nullish(), clientId: z.string().min(1).nullish() });

/** What of the app was not pasted yet, by the names of its settings. */
export async function appLacks(ports: Ports): Promise<string[]> {
	return Object.entries(await pastedApp(ports)).flatMap(([name, value]) => (value ? [] : [name]));
}

async function pastedApp(ports: Ports) {
	const installation = await ports.installations.current();
	const { clientId } = settings.safeParse(installation?.settings ?? {}).data ?? {};
	const [clientSecret, signingSecret] = await Promise.all([
		ports.secrets.get("clientSecret"),
		ports.secrets.get("signingSecret"),
	]);
	return { clientId, clientSecret, signingSecret };
}

/** Throws unprocessable with what is missing. */
export async function readApp(ports: Ports): Promise<SlackApp> {
	const { clientId, clientSecret, signingSecret } = await pastedApp(ports);
	if (!clientId || !clientSecret || !signingSecret)
		throw new CourtsideError(
			"unprocessable",
			"Slack is not set up yet. Make the app from the manifest and paste its client id, client secret and signing secret.",
		);
	return { origin: await slackOrigin(ports), clientId, clientSecret, signingSecret };
}

/** Slack's own address, or a stand-in's on this machine. Throws unprocessable on any other. */
export async function slackOrigin(ports: Ports): Promise<string> {
	const installation = await ports.installations.current();
	const { apiUrl } = settings.safeParse(installation?.settings ?? {}).data ?? {};
	const url = new URL(apiUrl || VENDOR);
	if (url.origin !== VENDOR && !LOOPBACK.test(url.hostname))
		throw new CourtsideError("unprocessable", `${url.host} is not Slack's. Leave apiUrl empty.`);
	return url.origin;
}

/**
 * The vendor's own client over our `fetch`. It tries nothing again by itself: the outbox knows when, and a limit is the
 * whole workspace's.
 */
export async function slackClient(ports: Ports, token?: string): Promise<WebClient> {
	return new WebClient(token, clientOptions(ports, await slackOrigin(ports)));
}

/** Options of the vendor's client. */
export function clientOptions(ports: Ports, origin: string) {
	return {
		slackApiUrl: `${origin}/api/`,
		fetch: ports.fetch,
		timeout: CALL_MS,
		rejectRateLimitedCalls: true,
		retryConfig: { retries: 0 },
		allowAbsoluteUrls: false,
		// What it says of a failed call we say ourselves.
		logLevel: LogLevel.ERROR,
	};
}
