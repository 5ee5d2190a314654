import { ConfidentialClientApplication, type INetworkModule, InteractionRequiredAuthError } from "@azure/msal-node";
import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { PanelNews, PanelNotice, VendorMeeting } from "../../core/contract/panel-door.ts";
import { ACTIVITIES, TABS } from "./app/manifest.ts";
import { type EntraApp, readEntraApp } from "./settings.ts";

/** Graph lets a watch of transcripts live for three days; ours are asked for again well before. */
const WATCH_MS = 60 * 60_000 * 24 * 2;
const MOST_VTT = 5_000_000;
/** All that the app was granted; permissions bear Graph's public address, also where a stand-in answers. */
const GRAPH = ["https://graph.microsoft.com/.default"];

const identity = z.object({ user: z.object({ id: z.string() }).nullish() });
const foundMeetings = z.object({
	value: z.array(
		z.object({
			id: z.string(),
			subject: z.string().nullish(),
			participants: z.object({ organizer: z.object({ identity: identity.nullish() }).nullish() }).nullish(),
		}),
	),
});

/** The meeting behind a link to join, asked on behalf of the person; null where Graph knows none of theirs. */
export async function findMeeting(token: string, joinUrl: string, ports: Ports): Promise<VendorMeeting | null> {
	const app = await readEntraApp(ports);
	const bearer = await onBehalfOf(token, app, ports);
	const filter = `JoinWebUrl eq '${joinUrl.replaceAll("'", "''")}'`;
	const answer = await graph(
		ports,
		app,
		bearer,
		"GET",
		`/v1.0/me/onlineMeetings?$filter=${encodeURIComponent(filter)}`,
	);
	const [meeting] = foundMeetings.parse(answer).value;
	if (!meeting) return null;
	const { id, subject, participants } = meeting;
	return { id, title: subject ?? null, organiserId: participants?.organizer?.identity?.user?.id ?? null };
}

/** Has Graph tell us when there is a transcript of a meeting. */
export async function watchMeeting(
	{ id }: { id: string },
	{ notifyUrl, state }: { notifyUrl: string; state: string },
	ports: Ports,
): Promise<{ watchId: string; until: number }> {
	const app = await readEntraApp(ports);
	const bearer = await asApp(app, ports);
	const answer = await graph(ports, app, bearer, "POST", "/v1.0/subscriptions", {
		changeType: "created",
		notificationUrl: notifyUrl,
		lifecycleNotificationUrl: notifyUrl,
		resource: `communications/onlineMeetings/${id}/transcripts`,
		expirationDateTime: new Date(ports.now() + WATCH_MS).toISOString(),
		clientState: state,
	});
	const made = z.object({ id: z.string(), expirationDateTime: z.string() }).parse(answer);
	return { watchId: made.id, until: Date.parse(made.expirationDateTime) };
}

/** Lets a watch live on. */
export async function watchOn(watchId: string, ports: Ports): Promise<{ until: number }> {
	const app = await readEntraApp(ports);
	const until = ports.now() + WATCH_MS;
	await graph(ports, app, await asApp(app, ports), "PATCH", `/v1.0/subscriptions/${encodeURIComponent(watchId)}`, {
		expirationDateTime: new Date(until).toISOString(),
	});
	return { until };
}

const notifications = z.object({
	value: z
		.array(
			z.object({
				subscriptionId: z.string().min(1).max(200),
				clientState: z.string().min(1).max(300),
				lifecycleEvent: z.enum(["reauthorizationRequired", "subscriptionRemoved", "missed"]).optional(),
				resource: z.string().max(1000).optional(),
			}),
		)
		.min(1)
		.max(100),
});

/** What Graph tells in one request. */
export function newsIn(body: unknown): PanelNews[] | null {
	const parsed = notifications.safeParse(body);
	if (!parsed.success) return null;
	return parsed.data.value.map(({ subscriptionId, clientState, lifecycleEvent, resource }) => ({
		watchId: subscriptionId,
		state: clientState,
		kind: lifecycleEvent === undefined ? "made" : lifecycleEvent === "subscriptionRemoved" ? "gone" : "ending",
		transcriptId: /\/transcripts(?:\/|\(')([\w=.-]{1,300})/.exec(resource ?? "")?.[1] ?? null,
	}));
}

/** The words of a transcript, as WebVTT. Throws too_large beyond 5 MB. */
export async function readTranscript(
	{ id, organiserId }: { id: string; organiserId: string },
	transcriptId: string,
	ports: Ports,
): Promise<string> {
	const app = await readEntraApp(ports);
	const [who, meeting, transcript] = [organiserId, id, transcriptId].map(encodeURIComponent);
	const path = `/v1.0/users/${who}/onlineMeetings/${meeting}/transcripts/${transcript}/content?$format=text/vtt`;
	const answer = await call(ports, app, await asApp(app, ports), "GET", path);
	const text = await answer.text();
	if (text.length > MOST_VTT) throw new CourtsideError("too_large", "The transcript is larger than 5 MB.");
	return text;
}

/** Puts a line into somebody's activity feed; it leads to our tab. */
export async function tellPerson({ personId, kind, meetingId, title }: PanelNotice, ports: Ports): Promise<void> {
	const app = await readEntraApp(ports);
	const context = encodeURIComponent(JSON.stringify({ subEntityId: `meeting/${meetingId}` }));
	await graph(
		ports,
		app,
		await asApp(app, ports),
		"POST",
		`/v1.0/users/${encodeURIComponent(personId)}/teamwork/sendActivityNotification`,
		{
			topic: {
				source: "text",
				value: title.slice(0, 100),
				webUrl: `https://teams.microsoft.com/l/entity/${app.clientId}/${TABS.personal}?context=${context}`,
			},
			activityType: ACTIVITIES[kind],
			previewText: { content: title.slice(0, 150) },
			templateParameters: [{ name: "meeting", value: title.slice(0, 100) }],
		},
	);
}

/** A token of the app itself. Throws unavailable with Entra's words. */
export async function asApp(app: EntraApp, ports: Ports): Promise<string> {
	const answer = await clientOf(app, ports).acquireTokenByClientCredential({ scopes: GRAPH }).catch(failed);
	return answer?.accessToken ?? failed(new Error("Entra gave no token"));
}

/** A token for Graph on behalf of the person in Teams. Throws forbidden where they, or their administrator, must agree first. */
async function onBehalfOf(token: string, app: EntraApp, ports: Ports): Promise<string> {
	const answer = await clientOf(app, ports)
		.acquireTokenOnBehalfOf({ oboAssertion: token, scopes: GRAPH, skipCache: true })
		.catch((cause: unknown) => {
			if (cause instanceof InteractionRequiredAuthError)
				throw new CourtsideError(
					"forbidden",
					"You, or your administrator, must agree first that Courtside reads meetings.",
					{
						cause,
					},
				);
			return failed(cause);
		});
	return answer?.accessToken ?? failed(new Error("Entra gave no token"));
}

function clientOf(app: EntraApp, ports: Ports): ConfidentialClientApplication {
	if (app.clientSecret === null)
		throw new CourtsideError("unprocessable", "Paste the client secret of your app at Entra first.");
	// The vendor's client insists on https; a stand-in on this machine has no certificate, so it is called without.
	const authority = app.isStandIn ? app.authority.replace(/^http:/, "https:") : app.authority;
	const { host } = new URL(authority);
	return new ConfidentialClientApplication({
		auth: {
			clientId: app.clientId,
			clientSecret: app.clientSecret,
			authority: `${authority}/${app.directoryId}`,
			...(app.isStandIn && { knownAuthorities: [host] }),
		},
		system: {
			networkClient: networkOf(ports, app),
			...(app.isStandIn && { protocolMode: "OIDC" as const }),
		},
	});
}

function networkOf(ports: Ports, { isStandIn }: EntraApp): INetworkModule {
	const send = async <T>(
		method: string,
		url: string,
		options?: { headers?: Record<string, string>; body?: string },
	) => {
		const answer = await ports.fetch(isStandIn ? url.replace(/^https:/, "http:") : url, {
			method,
			...(options?.headers && { headers: options.headers }),
			...(options?.body !== undefined && { body: options.body }),
		});
		return {
			headers: Object.fromEntries(answer.headers),
			body: (await answer.json()) as T,
			status: answer.status,
		};
	};
	return {
		sendGetRequestAsync: (url, options) => send("GET", url, options),
		sendPostRequestAsync: (url, options) => send("POST", url, options),
	};
}

function failed(cause: unknown): never {
	if (cause instanceof CourtsideError) throw cause;
	const { errorMessage } = (cause ?? {}) as { errorMessage?: string };
	// Entra's first line says what is wrong; those after it are its own numbers.
	const why = (errorMessage ?? (cause instanceof Error ? cause.message : "no answer")).split(/[\r\n]/)[0] ?? "";
	throw new CourtsideError("unavailable", `Entra did not sign Courtside in: ${why.slice(0, 200)}`, { cause });
}

async function graph(
	ports: Ports,
	app: EntraApp,
	bearer: string,
	method: "GET" | "POST" | "PATCH",
	path: string,
	body?: object,
): Promise<unknown> {
	const answer = await call(ports, app, bearer, method, path, body);
	const text = await answer.text();
	return text === "" ? null : JSON.parse(text);
}

async function call(
	ports: Ports,
	app: EntraApp,
	bearer: string,
	method: "GET" | "POST" | "PATCH",
	path: string,
	body?: object,
): Promise<Response> {
	await ports.limiter.take("graph");
	const answer = await ports.fetch(`${app.graph}${path}`, {
		method,
		headers: { authorization: `Bearer ${bearer}`, ...(body && { "content-type": "application/json" }) },
		...(body && { body: JSON.stringify(body) }),
	});
	if (answer.ok) return answer;
	if (answer.status === 429) {
		const wait = Number(answer.headers.get("retry-after")) || 30;
		await ports.limiter.penalize("graph", ports.now() + wait * 1000);
	}
	const said = await answer.json().catch(() => null);
	const message = z.object({ error: z.object({ message: z.string() }) }).safeParse(said).data?.error.message ?? "";
	const why = `Graph answered ${answer.status}${message && `: ${message.slice(0, 200)}`}`;
	const code = answer.status === 404 ? "not_found" : answer.status === 403 ? "forbidden" : "unavailable";
	throw new CourtsideError(code, why);
}
