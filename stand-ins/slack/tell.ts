import { createHmac } from "node:crypto";
import { newId, type SlackChannel, type SlackMessage, type SlackView, type SlackWorkspace } from "./workspace.ts";

/** What the app answered to something that was sent to it. */
export interface Told {
	status: number;
	text: string;
	headers: Headers;
}

/** Sends something to the app as Slack does: over a connection of the app's own, else signed to its address; three seconds of patience. */
export async function tell(
	workspace: SlackWorkspace,
	body: string,
	given: { form?: boolean; retry?: { num: number; reason: string }; at?: number; secret?: string } = {},
): Promise<Told> {
	const [socket] = workspace.sockets;
	if (socket) {
		const payload = await socket.deliver(envelopeOf(body, given));
		const said = JSON.stringify(payload ?? {});
		return { status: 200, text: said === "{}" ? "" : said, headers: new Headers() };
	}
	const { requestUrl, signingSecret } = workspace.app;
	if (requestUrl === null) throw new Error("The app has no request URL yet.");
	const timestamp = String(Math.floor((given.at ?? workspace.now()) / 1000));
	const signature = createHmac("sha256", given.secret ?? signingSecret)
		.update(`v0:${timestamp}:${body}`)
		.digest("hex");
	const response = await fetch(requestUrl, {
		method: "POST",
		body,
		headers: {
			"content-type": given.form ? "application/x-www-form-urlencoded" : "application/json",
			"x-slack-request-timestamp": timestamp,
			"x-slack-signature": `v0=${signature}`,
			...(given.retry && { "x-slack-retry-num": String(given.retry.num), "x-slack-retry-reason": given.retry.reason }),
		},
		signal: AbortSignal.timeout(given.at === undefined ? 3000 : 10_000),
	});
	return { status: response.status, text: await response.text(), headers: response.headers };
}

/** A body as Socket Mode wraps it. */
export function envelopeOf(
	body: string,
	{ form = false, retry }: { form?: boolean; retry?: { num: number; reason: string } },
): { envelope_id: string; [field: string]: unknown } {
	const fields = form ? Object.fromEntries(new URLSearchParams(body)) : null;
	const payload: unknown = JSON.parse(fields ? (fields["payload"] ?? JSON.stringify(fields)) : body);
	return {
		envelope_id: newId("envelope-"),
		type: fields ? (fields["payload"] ? "interactive" : "slash_commands") : "events_api",
		accepts_response_payload: fields !== null,
		payload,
		...(retry && { retry_attempt: retry.num, retry_reason: retry.reason }),
	};
}

/** Tells of an event. The same id twice is one event, tried twice. */
export function tellEvent(
	workspace: SlackWorkspace,
	event: object,
	given: { id?: string; retry?: { num: number; reason: string } } = {},
): Promise<Told> {
	return tell(
		workspace,
		eventBody(workspace, event, given.id ?? newId("Ev")),
		given.retry ? { retry: given.retry } : {},
	);
}

/** The body of an event as Slack sends it. */
export function eventBody({ teamId, enterprise, app, now }: SlackWorkspace, event: object, id: string): string {
	return JSON.stringify({
		type: "event_callback",
		token: "unused",
		team_id: teamId,
		api_app_id: app.id,
		event,
		event_id: id,
		event_time: Math.floor(now() / 1000),
		...(enterprise && { enterprise_id: enterprise.id }),
		authorizations: [
			{
				enterprise_id: enterprise?.id ?? null,
				team_id: enterprise ? null : teamId,
				...{ user_id: "UBOT", is_bot: true, is_enterprise_install: enterprise !== null },
			},
		],
	});
}

/** Somebody types the command. */
export function tellCommand(
	workspace: SlackWorkspace,
	user: string,
	channel: SlackChannel,
	text: string,
): Promise<Told> {
	return tell(workspace, commandBody(workspace, user, channel, text), { form: true });
}

/** The body of a command as Slack sends it. */
export function commandBody(workspace: SlackWorkspace, user: string, channel: SlackChannel, text: string): string {
	return new URLSearchParams({
		command: "/courtside",
		text,
		team_id: workspace.teamId,
		team_domain: "demo",
		user_id: user,
		user_name: user.toLowerCase(),
		channel_id: channel.id,
		channel_name: channel.im === null ? channel.name : "directmessage",
		api_app_id: workspace.app.id,
		is_enterprise_install: String(workspace.enterprise !== null),
		...(workspace.enterprise && { enterprise_id: workspace.enterprise.id }),
		response_url: responseUrl(workspace, channel.id, user, null),
		trigger_id: triggerOf(workspace, user),
	}).toString();
}

/** Somebody presses a button or picks from a menu. */
export function tellAction(
	workspace: SlackWorkspace,
	user: string,
	given: { action: object; channel?: SlackChannel; message?: SlackMessage; view?: SlackView },
): Promise<Told> {
	const { action, channel, message, view } = given;
	const payload = {
		type: "block_actions",
		...placeOf(workspace),
		user: { id: user, username: user.toLowerCase(), team_id: workspace.teamId },
		api_app_id: workspace.app.id,
		trigger_id: triggerOf(workspace, user),
		container: message
			? { type: "message", message_ts: message.ts, channel_id: channel?.id }
			: { type: "view", view_id: view?.id },
		...(channel && { channel: { id: channel.id, name: channel.name } }),
		...(message && { message: { ts: message.ts, text: message.text, blocks: message.blocks } }),
		...(view && { view: { id: view.id, ...view.view } }),
		response_url: responseUrl(workspace, channel?.id ?? "", user, message?.ts ?? null),
		actions: [{ action_ts: String(workspace.now() / 1000), ...action }],
	};
	return tell(workspace, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), { form: true });
}

/** Somebody calls a shortcut of a message. */
export function tellShortcut(
	workspace: SlackWorkspace,
	user: string,
	channel: SlackChannel,
	message: SlackMessage,
	callbackId: string,
): Promise<Told> {
	const payload = {
		type: "message_action",
		callback_id: callbackId,
		...placeOf(workspace),
		user: { id: user, name: user.toLowerCase(), team_id: workspace.teamId },
		channel: { id: channel.id, name: channel.name },
		message_ts: message.ts,
		message: { type: "message", user: message.user, ts: message.ts, text: message.text },
		trigger_id: triggerOf(workspace, user),
		response_url: responseUrl(workspace, channel.id, user, message.ts),
		action_ts: message.ts,
	};
	return tell(workspace, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), { form: true });
}

/** Somebody sends a modal off. The modal closes, changes or shows what is wrong, as the app answers. */
export async function tellSubmission(
	workspace: SlackWorkspace,
	view: SlackView,
	values: Record<string, Record<string, object>>,
): Promise<Told & { errors: Record<string, string> }> {
	const payload = {
		type: "view_submission",
		...placeOf(workspace),
		user: { id: view.user, username: view.user.toLowerCase(), team_id: workspace.teamId },
		api_app_id: workspace.app.id,
		trigger_id: triggerOf(workspace, view.user),
		view: { id: view.id, ...view.view, state: { values } },
	};
	const told = await tell(workspace, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), {
		form: true,
	});
	const said =
		told.text === ""
			? {}
			: (JSON.parse(told.text) as {
					response_action?: string;
					errors?: Record<string, string>;
					view?: Record<string, unknown>;
				});
	if (said.response_action === "errors") return { ...told, errors: said.errors ?? {} };
	if (said.response_action === "update" && said.view) view.view = said.view;
	else if (told.status === 200) workspace.views.delete(view.id);
	return { ...told, errors: {} };
}

/** Where a click came from: an app let into a whole organization hears of no workspace but that of the person. */
function placeOf({ teamId, enterprise }: SlackWorkspace): object {
	return enterprise
		? { team: null, enterprise: { id: enterprise.id, name: enterprise.name }, is_enterprise_install: true }
		: { team: { id: teamId, domain: "demo" }, enterprise: null, is_enterprise_install: false };
}

function triggerOf(workspace: SlackWorkspace, user: string): string {
	const trigger = `${newId("")}.${user}`;
	workspace.triggers.set(trigger, workspace.now() + 3000);
	return trigger;
}

function responseUrl(workspace: SlackWorkspace, channel: string, user: string, message: string | null): string {
	const path = `/respond/${newId("")}`;
	workspace.responses.set(path, { channel, user, message, left: 5, until: workspace.now() + 30 * 60_000 });
	return workspace.base + path;
}
