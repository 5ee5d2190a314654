import { z } from "zod";
import type { JsonValue } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";
import type { Client } from "./client.ts";
import type { Ports } from "./host.ts";
import { instant } from "./scalars.ts";

/** The messages that a host of conversations (Slack) sends by itself; each can be turned off by whoever gets it. */
export const DIGEST_KINDS = ["digest.rep", "digest.manager", "digest.executive"] as const;
export const ALERT_KINDS = ["alert.risk", "alert.lead", "alert.forecast", "alert.overdue", "alert.competitor"] as const;
export const CHAT_KINDS = [...DIGEST_KINDS, ...ALERT_KINDS] as const;
export const digestKind = z.enum(DIGEST_KINDS);
export const alertKind = z.enum(ALERT_KINDS);
export const chatKind = z.enum(CHAT_KINDS);
export type DigestKind = z.infer<typeof digestKind>;
export type AlertKind = z.infer<typeof alertKind>;
export type ChatKind = z.infer<typeof chatKind>;

/** What can be done about an item. `open` leads to its page; `why` shows the reasons; `log` writes down a next step; `accept` puts an action that was found into the plan, as it is or mended. */
export const CHAT_ACTIONS = ["open", "why", "log", "done", "accept"] as const;

/** One thing of a message. Texts are plain, in the reader's language, and may hold what a CRM holds: hosts escape them. */
export const chatItem = z.object({
	title: z.string(),
	text: z.string(),
	why: z.array(z.string()).default([]),
	/** What somebody said, word for word. */
	quote: z.string().nullable().default(null),
	about: z
		.object({ entity: z.enum(["deal", "lead", "forecast", "step", "meeting", "action"]), id: z.string() })
		.nullable(),
	/** Its page in the portal, from the first slash. */
	path: z.string(),
	action: z.enum(CHAT_ACTIONS),
	/** What the action needs besides `about`: a plan step is found through its deal. */
	dealId: z.string().nullable().default(null),
	/** The meeting in which an action was found: it is accepted there. */
	meetingId: z.string().optional(),
});
export type ChatItem = z.infer<typeof chatItem>;

/** Bars side by side, in the workspace's currency. The numbers stand in the words too. */
export const chatChart = z.object({
	title: z.string(),
	bars: z.array(z.object({ label: z.string(), value: z.number() })).max(6),
	unit: z.string(),
});
export type ChatChart = z.infer<typeof chatChart>;

/** A message for one person, as the server words it and a host draws it. */
export const chatDoc = z
	.object({
		kind: chatKind,
		title: z.string(),
		/** Said first; the answer of a digest. */
		lead: z.string(),
		/** Why it came and how to stop it: in each person's first. */
		first: z.string().nullable().default(null),
		items: z.array(chatItem),
		chart: chatChart.nullable().default(null),
		/** As of when, and how it is known. */
		foot: z.string(),
		/** What it was about is over; shown in place of the action. */
		resolved: z.string().nullable().default(null),
		locale: z.string(),
		asOf: instant,
		modelVersion: z.string().nullable().default(null),
	})
	.meta({ id: "ChatDoc" });
export type ChatDoc = z.infer<typeof chatDoc>;

/** One message to be sent, or an earlier one to be put in another form. */
export interface ChatLetter {
	id: string;
	team: string;
	/** The vendor's id of the person. */
	to: string;
	/** The conversation with them, once it is known. */
	channel: string | null;
	doc: ChatDoc;
	/** The vendor's mark of the message it stands beneath. */
	thread: string | null;
	/** The vendor's mark of the message that it replaces. */
	replaces: string | null;
}

/** How sending ended. `unknown`: it may be there, so it is looked for before it is sent again. */
export type ChatSent =
	| { ok: true; channel: string; mark: string }
	| { ok: false; outcome: "no" | "unknown"; retry: boolean; reason: string; retryAfterMs?: number };

/** Whether a message is in its conversation. */
export type ChatFound =
	| { state: "there"; channel: string; mark: string }
	| { state: "absent" }
	| { state: "unreadable"; reason: string };

/** Somebody as the vendor knows them. */
export interface ChatSeen {
	externalId: string;
	name: string;
	/** Null where the vendor did not verify it. */
	email: string | null;
	zone: string | null;
	locale: string | null;
	/** False for bots, guests, people of other companies and those who left. */
	isOwn: boolean;
}

/** A workspace of the vendor's in which we are installed. */
export interface ChatTeam {
	id: string;
	name: string;
	installedAt: Instant;
	scopes: readonly string[];
}

/** How a host of conversations is installed and written through. */
export interface ChatDoor {
	/** Names of settings and secrets without which nobody can be let in. */
	lacks(ports: Ports): Promise<string[]>;
	/** Where an administrator agrees. Throws unprocessable with what is missing. */
	agreeUrl(given: { state: string; redirectUri: string }, ports: Ports): Promise<string>;
	/** Keeps the installation that the vendor's code stands for. */
	install(given: { code: string; redirectUri: string }, ports: Ports): Promise<ChatTeam>;
	teams(ports: Ports): Promise<ChatTeam[]>;
	people(team: string, ports: Ports): AsyncGenerator<ChatSeen[]>;
	/** Who of these people (the vendor's ids, at most fifty) does not want to be disturbed now, and until when. */
	undisturbed(team: string, people: readonly string[], ports: Ports): Promise<Map<string, Instant>>;
	/** Sends, whether or not the person wants to be disturbed. */
	send(letter: ChatLetter, ports: Ports): Promise<ChatSent>;
	find(letter: ChatLetter, ports: Ports): Promise<ChatFound>;
	/** What is pasted at the vendor to make the app; `bySocket` where the vendor cannot reach us and we reach it. */
	manifest(address: { hooks: string; callback: string; bySocket: boolean }): JsonValue;
	/** Where the vendor cannot reach us: hears from it while that is set up. Ends when it is not, or at `signal`. */
	listen?(ports: Ports, signal: AbortSignal): Promise<void>;
	/** The message as the vendor draws it, for a preview. */
	draw(doc: ChatDoc, publicUrl: string): JsonValue;
}

/** How often, and until when not. Minutes count from midnight in the person's zone. */
export const chatChoices = z.object({
	off: z.array(chatKind).default([]),
	/** `weekdays`: each working day; `weekly`: on the first one of the week. */
	frequency: z.enum(["weekdays", "weekly"]).default("weekdays"),
	sendMinute: z.number().int().min(0).max(1439).default(510),
	/** Nothing comes from `quietFrom` until `quietTo`, nor at the weekend. */
	quietFrom: z.number().int().min(0).max(1439).default(1080),
	quietTo: z.number().int().min(0).max(1439).default(480),
	snoozedUntil: instant.nullable().default(null),
});
export type ChatChoices = z.infer<typeof chatChoices>;

/** A person behind somebody who speaks to us. */
export interface ChatPerson {
	userId: string;
	name: string;
	role: string;
	locale: string;
	zone: string;
}

/** Something that the asker may see, and where it stands. */
export interface ChatFact {
	id: string;
	/** Its page in the portal, from the first slash. */
	path: string;
	/** What that page is of. */
	name: string;
	text: string;
}

/** An answer in words of a language service; each sentence names the facts that it rests on. */
export interface ChatAnswer {
	sentences: { text: string; facts: string[] }[];
	model: string;
}

/** What a host of conversations may use besides the other ports. */
export interface ChatPorts {
	/** Where links lead, without a slash at the end. */
	publicUrl(): string;
	/** `first`: it is the asker's to do, for half a minute unless they say `done` or `release` it. */
	claim(key: string): Promise<"first" | "busy" | "done">;
	done(key: string): Promise<void>;
	release(key: string): Promise<void>;
	/** Writes down who was seen; verified addresses find our people by themselves. */
	note(team: string, seen: readonly ChatSeen[]): Promise<void>;
	/** Our person; null for one who is nobody here. */
	personOf(team: string, externalId: string): Promise<ChatPerson | null>;
	/** The API as that person, with their rights and in their language. */
	as(person: ChatPerson): Client;
	/** Whether a language service is set that could answer. */
	hasAnswers(): boolean;
	/**
	 * A question answered by a language service from these facts alone; what does not stand in them is left out. `people`:
	 * names that stay here. Null where none is set or allowed, or nothing of its answer stands.
	 */
	answer(given: {
		question: string;
		facts: readonly ChatFact[];
		people: readonly string[];
		lang: string;
	}): Promise<ChatAnswer | null>;
	choices(userId: string): Promise<ChatChoices>;
	choose(userId: string, change: Partial<ChatChoices>): Promise<ChatChoices>;
	/** A message that we sent to that person; null for another's. */
	message(id: string, userId: string): Promise<{ doc: ChatDoc } | null>;
	/** Whether a message helped, kept with the model's version. */
	rate(messageId: string, userId: string, isHelpful: boolean): Promise<void>;
	/** Forgets a workspace of the vendor's that took us out. */
	forgetTeam(team: string): Promise<void>;
}
