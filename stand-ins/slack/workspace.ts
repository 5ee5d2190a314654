import { randomBytes } from "node:crypto";

/** Somebody of the workspace. */
export interface SlackUser {
	id: string;
	name: string;
	email: string;
	tz: string;
	locale: string;
	isAdmin: boolean;
	isEmailConfirmed: boolean;
	isBot: boolean;
	isGuest: boolean;
	isDeleted: boolean;
	/** Of another company, in a channel shared with it. */
	isStranger: boolean;
	/** Their workspace, in an organization of several; null: this one. */
	teamId: string | null;
	/** Do-not-disturb as a span of seconds since 1970; null: none. */
	dnd: { from: number; to: number } | null;
}

/** A message as it stands in a conversation. */
export interface SlackMessage {
	ts: string;
	user: string;
	text: string;
	blocks: object[];
	threadTs: string | null;
	metadata: { event_type: string; event_payload: Record<string, unknown> } | null;
	/** Only this person sees it. */
	ephemeralTo: string | null;
	editedTs: string | null;
	unfurls: Record<string, { blocks?: object[] }>;
}

/** A conversation: a channel, or one between a person and the app. */
export interface SlackChannel {
	id: string;
	name: string;
	/** The person, of a conversation with the app. */
	im: string | null;
	isShared: boolean;
	messages: SlackMessage[];
}

/** A modal that is open, or the home of a person. */
export interface SlackView {
	id: string;
	user: string;
	type: "modal" | "home";
	view: Record<string, unknown>;
}

/** A connection of the app's by Socket Mode. */
export interface SlackSocket {
	/** Hands over an envelope and gives what the app answered; throws after three seconds without an answer. */
	deliver(envelope: { envelope_id: string; [field: string]: unknown }): Promise<unknown>;
	/** Says that it will end, as Slack does every few hours, or ends it without a word. */
	end(how: "disconnect" | "cut"): void;
}

/** A workspace of the stand-in with everything in it. */
export interface SlackWorkspace {
	teamId: string;
	name: string;
	/** The organization (Enterprise Grid) whose workspaces the app is let into at once; null: it is let into this one alone. */
	enterprise: { id: string; name: string; teams: string[] } | null;
	/** The app as its maker set it up. */
	app: {
		id: string;
		clientId: string;
		clientSecret: string;
		signingSecret: string;
		/** The app-level token, for Socket Mode. */
		appToken: string;
		/** Where events, commands and clicks go; null until it is told. */
		requestUrl: string | null;
		redirectUrls: string[];
	};
	botUserId: string;
	users: Map<string, SlackUser>;
	channels: Map<string, SlackChannel>;
	views: Map<string, SlackView>;
	homes: Map<string, SlackView>;
	/** Codes of an installation that were not spent yet, with the scopes agreed to and where they go back. */
	codes: Map<string, { scopes: string[]; redirectUri: string }>;
	/** Tokens of the app with their scopes. */
	tokens: Map<string, { scopes: string[] }>;
	/** Single uses: trigger → until when (ms). */
	triggers: Map<string, number>;
	/** Answers to commands and clicks: address → where it goes. */
	responses: Map<string, { channel: string; user: string; message: string | null; left: number; until: number }>;
	/** Calls that were made, newest last, without what was in them. */
	calls: { method: string; at: number; ok: boolean; error: string | null }[];
	/** The next answers of a method, before any other rule. */
	troubles: { method: string; status?: number; error?: string; retryAfter?: number; after?: boolean; hang?: boolean }[];
	limits: { perChannelMs: number; perMinute: number };
	/** Connections of the app's by Socket Mode: while there is one, everything goes there. */
	sockets: SlackSocket[];
	now(): number;
	/** The stand-in's own address, once it listens. */
	base: string;
}

/** An empty workspace with the app made but not installed. */
export function createWorkspace(
	given: { teamId?: string; name?: string; enterprise?: SlackWorkspace["enterprise"]; now?: () => number } = {},
): SlackWorkspace {
	const { teamId = "T0DEMO", name = "Northwind", enterprise = null, now = Date.now } = given;
	return {
		teamId,
		name,
		enterprise,
		app: {
			id: `A${teamId.slice(1)}`,
			clientId: `1111.${teamId.slice(1)}`,
			clientSecret: `secret-of-${teamId}`,
			signingSecret: `signing-secret-of-${teamId}`,
			appToken: `xapp-1-${teamId}`,
			requestUrl: null,
			redirectUrls: [],
		},
		botUserId: `UBOT${teamId.slice(1)}`,
		users: new Map(),
		channels: new Map(),
		views: new Map(),
		homes: new Map(),
		codes: new Map(),
		tokens: new Map(),
		triggers: new Map(),
		responses: new Map(),
		calls: [],
		troubles: [],
		limits: { perChannelMs: 1000, perMinute: 600 },
		sockets: [],
		now,
		base: "",
	};
}

/** Adds a person. */
export function addUser(
	workspace: SlackWorkspace,
	given: Partial<SlackUser> & { id: string; name: string; email: string },
): SlackUser {
	const user: SlackUser = {
		tz: "Europe/Berlin",
		locale: "en-US",
		isAdmin: false,
		isEmailConfirmed: true,
		isBot: false,
		isGuest: false,
		isDeleted: false,
		isStranger: false,
		teamId: null,
		dnd: null,
		...given,
	};
	workspace.users.set(user.id, user);
	return user;
}

/** Adds a channel. */
export function addChannel(
	workspace: SlackWorkspace,
	given: { id: string; name: string; isShared?: boolean },
): SlackChannel {
	const channel: SlackChannel = { isShared: false, im: null, messages: [], ...given };
	workspace.channels.set(channel.id, channel);
	return channel;
}

/** The conversation of a person with the app, opened where there is none. */
export function imOf(workspace: SlackWorkspace, user: string): SlackChannel {
	const known = [...workspace.channels.values()].find(({ im }) => im === user);
	if (known) return known;
	const channel: SlackChannel = { id: `D${user.slice(1)}`, name: "", im: user, isShared: false, messages: [] };
	workspace.channels.set(channel.id, channel);
	return channel;
}

/** Puts a message into a conversation. */
export function putMessage(
	workspace: SlackWorkspace,
	channel: SlackChannel,
	given: Partial<SlackMessage> & { user: string; text: string },
): SlackMessage {
	const message: SlackMessage = {
		ts: newTs(workspace),
		blocks: [],
		threadTs: null,
		metadata: null,
		ephemeralTo: null,
		editedTs: null,
		unfurls: {},
		...given,
	};
	channel.messages.push(message);
	return message;
}

let counted = 0;
/** A mark that no other message has, later than those before. */
function newTs(workspace: SlackWorkspace): string {
	counted = (counted + 1) % 1_000_000;
	return `${Math.floor(workspace.now() / 1000)}.${String(counted).padStart(6, "0")}`;
}

/** A new random name with a beginning. */
export function newId(prefix: string): string {
	return prefix + randomBytes(6).toString("hex").toUpperCase();
}
