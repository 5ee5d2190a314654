import { z } from "zod";
import type { Organization, OrgMeeting } from "./organization.ts";

/** An answer as Graph gives it: JSON, a text, or nothing. */
export interface Answered {
	status: number;
	body?: unknown;
	text?: string;
}

const LONGEST_MS = 3 * 86_400_000;
const HOUR_MS = 3_600_000;
const wanted = z.object({
	changeType: z.literal("created"),
	notificationUrl: z.url(),
	lifecycleNotificationUrl: z.url().optional(),
	resource: z.string(),
	expirationDateTime: z.iso.datetime(),
	clientState: z.string().max(128),
});

/** Graph's addresses that the app uses, as strict as Graph is. */
export async function answerGraph(
	org: Organization,
	method: string,
	url: URL,
	bearer: string,
	body: string,
): Promise<Answered> {
	org.calls.push(`${method} ${url.pathname}`);
	const whose = org.graphTokens.get(bearer);
	if (!whose) return fault(401, "InvalidAuthenticationToken", "Access token is empty or unknown.");
	const path = url.pathname.replace(/^\/v1\.0/, "");
	if (method === "GET" && path === "/me/onlineMeetings") {
		if (whose.oid === null) return fault(400, "BadRequest", "/me is only valid with delegated authentication.");
		const joinUrl = /^JoinWebUrl eq '(.+)'$/.exec(url.searchParams.get("$filter") ?? "")?.[1]?.replaceAll("''", "'");
		const value = org.meetings
			.filter((one) => one.joinUrl === joinUrl)
			.map(({ graphId, title, organiserOid }) => ({
				id: graphId,
				subject: title,
				participants: { organizer: { identity: { user: { id: organiserOid } } } },
			}));
		return { status: 200, body: { value } };
	}
	if (whose.oid !== null) return fault(403, "Forbidden", "This needs an application's permission.");
	if (method === "POST" && path === "/subscriptions") return subscribe(org, body);
	const renewed = /^\/subscriptions\/([\w-]+)$/.exec(path);
	if (method === "PATCH" && renewed?.[1]) {
		const stands = org.subscriptions.get(renewed[1]);
		if (!stands) return fault(404, "ResourceNotFound", "The subscription does not exist.");
		stands.until = Date.parse((JSON.parse(body) as { expirationDateTime: string }).expirationDateTime);
		return { status: 200, body: subscriptionBody(stands) };
	}
	const content = /^\/users\/([^/]+)\/onlineMeetings\/([^/]+)\/transcripts\/([^/]+)\/content$/.exec(path);
	if (method === "GET" && content) {
		const [oid, id, transcript] = content.slice(1).map(decodeURIComponent);
		const meeting = org.meetings.find((one) => one.graphId === id && one.organiserOid === oid);
		const text = meeting?.transcripts.get(transcript ?? "");
		return text === undefined ? fault(404, "NotFound", "No such transcript.") : { status: 200, text };
	}
	const told = /^\/users\/([^/]+)\/teamwork\/sendActivityNotification$/.exec(path);
	if (method === "POST" && told?.[1]) {
		if (!org.people.some(({ oid }) => oid === told[1])) return fault(404, "NotFound", "No such user.");
		org.activities.push({ oid: told[1], body: JSON.parse(body) });
		return { status: 204 };
	}
	return fault(404, "UnknownError", "There is nothing here.");
}

async function subscribe(org: Organization, body: string): Promise<Answered> {
	const parsed = wanted.safeParse(JSON.parse(body));
	if (!parsed.success) return fault(400, "InvalidRequest", parsed.error.issues[0]?.message ?? "not valid");
	const { notificationUrl, lifecycleNotificationUrl, resource, expirationDateTime, clientState } = parsed.data;
	const until = Date.parse(expirationDateTime);
	if (until - org.now() > LONGEST_MS) return fault(400, "ExtensionError", "Subscription expiration is too far.");
	if (until - org.now() > HOUR_MS && !lifecycleNotificationUrl)
		return fault(400, "ExtensionError", "lifecycleNotificationUrl is required beyond one hour.");
	for (const to of new Set([notificationUrl, lifecycleNotificationUrl].filter((one) => one !== undefined))) {
		if (!(await answersValidation(to)))
			return fault(400, "ValidationError", `Subscription validation request failed at ${to}.`);
	}
	const id = crypto.randomUUID();
	const made = { id, resource, notifyUrl: notificationUrl, lifecycleUrl: lifecycleNotificationUrl ?? null };
	org.subscriptions.set(id, { ...made, state: clientState, until });
	return { status: 201, body: subscriptionBody({ id, resource, until }) };
}

/** Graph sends a token and wants it back, as text, within ten seconds. */
async function answersValidation(to: string): Promise<boolean> {
	const url = new URL(to);
	const token = `Validation: Testing client application reachability: ${crypto.randomUUID()} & more`;
	url.searchParams.set("validationToken", token);
	const answer = await fetch(url, { method: "POST", signal: AbortSignal.timeout(10_000) }).catch(() => null);
	const isText = answer?.headers.get("content-type")?.startsWith("text/plain") ?? false;
	return answer?.status === 200 && isText && (await answer.text()) === token;
}

/** Somebody has stopped the transcription: who watches hears of it. Gives what each answered. */
export async function transcribe(org: Organization, meeting: OrgMeeting, vtt: string): Promise<number[]> {
	const id = `MSMjMCMj${meeting.transcripts.size}`;
	meeting.transcripts.set(id, vtt);
	return tellWatchers(org, meeting, id);
}

/** Tells those who watch a meeting of its transcript, as Graph does, once more as well. */
export async function tellWatchers(org: Organization, meeting: OrgMeeting, transcriptId: string): Promise<number[]> {
	const watching = [...org.subscriptions.values()].filter(({ resource }) => resource.includes(meeting.graphId));
	return Promise.all(
		watching.map(async ({ id, state, notifyUrl }) => {
			const resource = `users/${meeting.organiserOid}/onlineMeetings('${meeting.graphId}')/transcripts('${transcriptId}')`;
			const value = [
				{
					subscriptionId: id,
					clientState: state,
					changeType: "created",
					resource,
					tenantId: org.directoryId,
					resourceData: { id: transcriptId, "@odata.type": "#Microsoft.Graph.callTranscript" },
				},
			];
			return post(notifyUrl, { value });
		}),
	);
}

/** News of the watch itself. */
export async function tellLifecycle(org: Organization, id: string, lifecycleEvent: string): Promise<number | null> {
	const stands = org.subscriptions.get(id);
	if (!stands?.lifecycleUrl) return null;
	const value = [{ subscriptionId: id, clientState: stands.state, lifecycleEvent, tenantId: org.directoryId }];
	return post(stands.lifecycleUrl, { value });
}

async function post(to: string, body: object): Promise<number> {
	const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
	return (await fetch(to, init)).status;
}

function subscriptionBody({ id, resource, until }: { id: string; resource: string; until: number }): object {
	return { id, resource, changeType: "created", expirationDateTime: new Date(until).toISOString() };
}

function fault(status: number, code: string, message: string): Answered {
	return { status, body: { error: { code, message } } };
}
