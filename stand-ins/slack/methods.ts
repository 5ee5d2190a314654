import { messageFault, viewFault } from "./blocks.ts";
import {
	imOf,
	newId,
	putMessage,
	type SlackChannel,
	type SlackMessage,
	type SlackUser,
	type SlackView,
	type SlackWorkspace,
} from "./workspace.ts";

/** An answer of the API: `ok: false` with an error's name where it refuses. */
export type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown };
/** What a call was given, as text; nested things are JSON. */
export type Args = Record<string, string>;

interface Method {
	scope: string | null;
	/** Calls a minute that the method's tier lets through. */
	perMinute?: number;
	run(workspace: SlackWorkspace, args: Args): Answer;
}

/** What a tier lets through in a minute, by its page; bursts beyond it are not promised to anybody. */
const TIER = { two: 20, three: 50 } as const;

/** The methods there are, each with the scope it needs. */
export const METHODS: Readonly<Record<string, Method>> = {
	"auth.test": {
		scope: null,
		run: (w) => ({
			ok: true,
			url: `${w.base}/`,
			team: w.name,
			team_id: w.teamId,
			user: "courtside",
			user_id: w.botUserId,
			bot_id: "B1",
		}),
	},
	"auth.teams.list": {
		scope: null,
		run: (w) => ({ ok: true, teams: (w.enterprise?.teams ?? [w.teamId]).map((id) => ({ id, name: id })) }),
	},
	"auth.revoke": { scope: null, run: revoke },
	"users.list": { scope: "users:read", perMinute: TIER.two, run: listUsers },
	"users.info": {
		scope: "users:read",
		run: (w, { user = "" }) => withUser(w, user, (one) => ({ ok: true, user: userJson(w, one) })),
	},
	"users.lookupByEmail": {
		scope: "users:read.email",
		run(w, { email }) {
			const user = [...w.users.values()].find((one) => one.email === email && !one.isDeleted);
			return user ? { ok: true, user: userJson(w, user) } : refused("users_not_found");
		},
	},
	"dnd.teamInfo": {
		scope: "dnd:read",
		perMinute: TIER.two,
		run(w, { users = "", team_id: team }) {
			if (w.enterprise && !team) return refused("missing_argument");
			const asked = users.split(",").filter(Boolean);
			if (asked.length > 50) return refused("too_many_users");
			const of = (id: string) => w.users.get(id)?.dnd ?? null;
			const told = asked
				.filter((id) => w.users.has(id) && isIn(w, w.users.get(id) as SlackUser, team))
				.map((id) => [
					id,
					{
						dnd_enabled: of(id) !== null,
						next_dnd_start_ts: of(id)?.from ?? 1,
						next_dnd_end_ts: of(id)?.to ?? 1,
					},
				]);
			return { ok: true, users: Object.fromEntries(told) };
		},
	},
	"dnd.info": {
		scope: "dnd:read",
		perMinute: TIER.three,
		run: (w, { user = "" }) =>
			withUser(w, user, ({ dnd }) => ({
				ok: true,
				dnd_enabled: dnd !== null,
				next_dnd_start_ts: dnd?.from ?? 1,
				next_dnd_end_ts: dnd?.to ?? 1,
			})),
	},
	"conversations.open": {
		scope: "im:write",
		perMinute: TIER.three,
		run(w, { users = "" }) {
			const user = w.users.get(users);
			if (!user) return refused("user_not_found");
			if (user.isDeleted) return refused("user_disabled");
			if (user.isBot) return refused("cannot_dm_bot");
			return { ok: true, channel: { id: imOf(w, users).id } };
		},
	},
	"conversations.history": {
		scope: "im:history",
		perMinute: TIER.three,
		run: (w, args) => withMessages(w, args, () => true),
	},
	"conversations.replies": {
		scope: "im:history",
		perMinute: TIER.three,
		run: (w, args) => withMessages(w, args, (one) => one.ts === args["ts"] || one.threadTs === args["ts"]),
	},
	"chat.postMessage": { scope: "chat:write", run: postMessage },
	"chat.update": { scope: "chat:write", perMinute: TIER.three, run: updateMessage },
	"chat.unfurl": { scope: "links:write", run: unfurl },
	"views.open": { scope: null, run: openView },
	"views.update": { scope: null, run: updateView },
	"views.publish": { scope: null, run: publishView },
	"assistant.threads.setStatus": {
		scope: "assistant:write",
		run: (w, { channel_id = "" }) => (w.channels.has(channel_id) ? { ok: true } : refused("channel_not_found")),
	},
};

/** How many people one page of a list has, whatever is asked. */
const MOST_USERS = 200;

function refused(error: string, more: object = {}): Answer {
	return { ok: false, error, ...more };
}

function revoke(workspace: SlackWorkspace): Answer {
	workspace.tokens.clear();
	return { ok: true, revoked: true };
}

function withUser(workspace: SlackWorkspace, id: string, run: (user: SlackUser) => Answer): Answer {
	const user = workspace.users.get(id);
	return user ? run(user) : refused("user_not_found");
}

/** A person as the API shows them. */
export function userJson(workspace: SlackWorkspace, one: SlackUser): object {
	return {
		id: one.id,
		team_id: one.isStranger ? "T0OTHER" : (one.teamId ?? workspace.teamId),
		...(workspace.enterprise && !one.isStranger && { enterprise_user: { enterprise_id: workspace.enterprise.id } }),
		name: one.name.toLowerCase().replaceAll(" ", "."),
		deleted: one.isDeleted,
		tz: one.tz,
		locale: one.locale,
		is_admin: one.isAdmin,
		is_bot: one.isBot,
		is_app_user: false,
		is_restricted: one.isGuest,
		is_ultra_restricted: false,
		is_stranger: one.isStranger,
		is_email_confirmed: one.isEmailConfirmed,
		profile: { real_name: one.name, email: one.email },
	};
}

/** A token of a whole organization must say of which workspace it asks. */
function isIn(workspace: SlackWorkspace, { teamId }: SlackUser, team: string | undefined): boolean {
	return team === undefined || (teamId ?? workspace.teamId) === team;
}

function listUsers(workspace: SlackWorkspace, { limit = "100", cursor = "0", team_id: team }: Args): Answer {
	if (workspace.enterprise && !team) return refused("missing_argument");
	const from = Number(cursor) || 0;
	const most = Math.min(Number(limit) || 100, MOST_USERS);
	const all = [...workspace.users.values()].filter((one) => isIn(workspace, one, team));
	const next = from + most < all.length ? String(from + most) : "";
	return {
		ok: true,
		members: all.slice(from, from + most).map((one) => userJson(workspace, one)),
		response_metadata: { next_cursor: next },
	};
}

function withMessages(workspace: SlackWorkspace, args: Args, isAsked: (message: SlackMessage) => boolean): Answer {
	const channel = workspace.channels.get(args["channel"] ?? "");
	if (!channel) return refused("channel_not_found");
	if (channel.im === null) return refused("missing_scope", { needed: "channels:history", provided: "im:history" });
	const messages = channel.messages.filter(
		(one) => one.ephemeralTo === null && isAsked(one) && (args["ts"] !== undefined || one.threadTs === null),
	);
	const newest = args["ts"] === undefined ? messages.toReversed() : messages;
	return {
		ok: true,
		messages: newest
			.slice(0, Number(args["limit"] ?? 100))
			.map((one) => messageJson(one, args["include_all_metadata"] === "true")),
	};
}

function messageJson(one: SlackMessage, withMetadata: boolean): object {
	return {
		type: "message",
		ts: one.ts,
		user: one.user,
		text: one.text,
		blocks: one.blocks,
		...(one.threadTs !== null && { thread_ts: one.threadTs }),
		...(withMetadata && one.metadata && { metadata: one.metadata }),
	};
}

function postMessage(workspace: SlackWorkspace, args: Args): Answer {
	const channel = channelOf(workspace, args["channel"] ?? "");
	if (!channel) return refused("channel_not_found");
	const read = readMessage(args);
	if ("error" in read) return refused(read.error);
	const threadTs = args["thread_ts"] ?? null;
	if (threadTs !== null && !channel.messages.some(({ ts }) => ts === threadTs)) return refused("thread_not_found");
	const message = putMessage(workspace, channel, { user: workspace.botUserId, ...read, threadTs });
	return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(message, true) };
}

function updateMessage(workspace: SlackWorkspace, args: Args): Answer {
	const message = workspace.channels.get(args["channel"] ?? "")?.messages.find(({ ts }) => ts === args["ts"]);
	if (!message) return refused("message_not_found");
	if (message.user !== workspace.botUserId) return refused("cant_update_message");
	const read = readMessage(args);
	if ("error" in read) return refused(read.error);
	Object.assign(message, read, { editedTs: String(workspace.now()) });
	return { ok: true, channel: args["channel"], ts: message.ts };
}

/** By its id, or the person's own, which opens a conversation with them. */
function channelOf(workspace: SlackWorkspace, id: string): SlackChannel | null {
	const channel = workspace.channels.get(id);
	if (channel) return channel;
	return workspace.users.has(id) ? imOf(workspace, id) : null;
}

/** Text and blocks of a message, checked as Slack does. */
export function readMessage(
	args: Args,
): { error: string } | { text: string; blocks: object[]; metadata: SlackMessage["metadata"] } {
	const blocks = jsonOf(args["blocks"], []);
	const metadata = jsonOf(args["metadata"], null) as SlackMessage["metadata"];
	const text = args["text"] ?? "";
	if (blocks === undefined || metadata === undefined) return { error: "invalid_arguments" };
	if (text === "" && (blocks as object[]).length === 0) return { error: "no_text" };
	if (text.length > 40_000) return { error: "msg_too_long" };
	const fault = messageFault(blocks);
	if (fault) return { error: fault };
	return { text, blocks: blocks as object[], metadata };
}

function unfurl(workspace: SlackWorkspace, args: Args): Answer {
	const unfurls = jsonOf(args["unfurls"], null) as SlackMessage["unfurls"] | null | undefined;
	if (!unfurls) return refused("missing_unfurl_link");
	const message = workspace.channels.get(args["channel"] ?? "")?.messages.find(({ ts }) => ts === args["ts"]);
	if (!message) return refused("cannot_find_message");
	for (const [url, card] of Object.entries(unfurls)) {
		if (!message.text.includes(url)) return refused("cannot_unfurl_url");
		if (messageFault(card.blocks ?? [])) return refused("invalid_unfurl_blocks");
	}
	message.unfurls = unfurls;
	return { ok: true };
}

function openView(workspace: SlackWorkspace, args: Args): Answer {
	const until = workspace.triggers.get(args["trigger_id"] ?? "");
	if (until === undefined) return refused("invalid_trigger_id");
	workspace.triggers.delete(args["trigger_id"] ?? "");
	if (until < workspace.now()) return refused("expired_trigger_id");
	const user = (args["trigger_id"] ?? "").split(".")[1] ?? "";
	const view = jsonOf(args["view"], null);
	if ((view as { type?: string } | null)?.type !== "modal" || viewFault(view))
		return refused("invalid_arguments", { response_metadata: { messages: ["invalid view"] } });
	const made: SlackView = { id: newId("V"), user, type: "modal", view: view as Record<string, unknown> };
	workspace.views.set(made.id, made);
	return { ok: true, view: { id: made.id, ...made.view } };
}

function updateView(workspace: SlackWorkspace, args: Args): Answer {
	const known = workspace.views.get(args["view_id"] ?? "");
	if (!known) return refused("not_found");
	const view = jsonOf(args["view"], null);
	if (viewFault(view)) return refused("invalid_arguments", { response_metadata: { messages: ["invalid view"] } });
	known.view = view as Record<string, unknown>;
	return { ok: true, view: { id: known.id, ...known.view } };
}

function publishView(workspace: SlackWorkspace, args: Args): Answer {
	const user = args["user_id"] ?? "";
	if (!workspace.users.has(user)) return refused("user_not_found");
	const view = jsonOf(args["view"], null);
	if ((view as { type?: string } | null)?.type !== "home" || viewFault(view))
		return refused("invalid_arguments", { response_metadata: { messages: ["invalid view"] } });
	const made: SlackView = {
		id: workspace.homes.get(user)?.id ?? newId("V"),
		user,
		type: "home",
		view: view as Record<string, unknown>,
	};
	workspace.homes.set(user, made);
	return { ok: true, view: { id: made.id, ...made.view } };
}

/** Undefined where it is no JSON. */
function jsonOf(text: string | undefined, otherwise: unknown): unknown {
	if (text === undefined || text === "") return otherwise;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
