import { z } from "zod";
import { CHAT_KINDS, chatDoc, chatKind, digestKind } from "./chat.ts";
import { id, instant } from "./scalars.ts";

/** Who gets what by itself. `nobody` until an administrator has seen a real one and chosen. */
export const chatRollout = z
	.object({
		audience: z.enum(["nobody", "chosen", "everybody"]).default("nobody"),
		userIds: z.array(id).max(10_000).default([]),
		kinds: z.array(chatKind).default([...CHAT_KINDS]),
		/** When an administrator last saw what a person would get; null: never. */
		previewedAt: instant.nullable().default(null),
	})
	.meta({ id: "ChatRollout" });
export type ChatRolloutJson = z.infer<typeof chatRollout>;

/** One of the vendor's workspaces in which we are. */
const chatTeam = z.object({ id: z.string(), name: z.string(), installedAt: instant, scopes: z.array(z.string()) });

/** Somebody who can be written to. */
const reachable = z.object({ userId: id, name: z.string(), role: z.string(), zone: z.string() });

/** GET /connections/{host}/chat: how a host of conversations is set up and who gets what. */
export const chatSettings = z
	.object({
		state: z.enum(["on", "paused", "off"]),
		/** What the app needs and was not pasted yet, by the names of its settings. */
		lacks: z.array(z.string()),
		/** Where the vendor sends, and where it brings administrators back to. */
		hooks: z.string(),
		callback: z.string(),
		/** What is pasted at the vendor to make the app. */
		manifest: z.unknown(),
		/** Where we may call the vendor instead: `waiting`, set up but not open. Absent where a vendor has no such way. */
		socket: z.object({ state: z.enum(["off", "waiting", "open"]), manifest: z.unknown() }).optional(),
		teams: z.array(chatTeam),
		reachable: z.array(reachable),
		/** Accounts that are nobody's yet: they wait on the people page. */
		waiting: z.number().int(),
		rollout: chatRollout,
		/** Messages of the last seven days: sent, and those that wait for a person. */
		sent: z.number().int(),
		troubled: z.number().int(),
		/** Of those who said so, how many a message helped; null: nobody has said. */
		helpful: z.object({ yes: z.number().int(), no: z.number().int() }),
	})
	.meta({ id: "ChatSettings" });
export type ChatSettingsJson = z.infer<typeof chatSettings>;

/** POST …/chat/install: where to agree; back within ten minutes in the same browser. */
export const chatInstall = z.object({ url: z.string() }).meta({ id: "ChatInstall" });

/** PUT …/chat/rollout. */
export const putChatRolloutRequest = chatRollout.omit({ previewedAt: true }).meta({ id: "PutChatRolloutRequest" });

/** POST …/chat/preview: what that person would get now; nothing is sent. */
export const chatPreviewRequest = z.object({ userId: id, kind: digestKind }).meta({ id: "ChatPreviewRequest" });
export const chatPreview = z
	.object({
		/** Null: nothing has changed for them, so nothing would be sent. */
		doc: chatDoc.nullable(),
		/** As the vendor draws it. */
		drawn: z.unknown(),
	})
	.meta({ id: "ChatPreview" });
export type ChatPreviewJson = z.infer<typeof chatPreview>;

/** A message that was not sent, or of which nobody knows whether it was. */
export const chatTrouble = z
	.object({
		id,
		name: z.string(),
		kind: chatKind,
		/** `unsure`: it may have been sent, so it is not sent again by itself. */
		state: z.enum(["failed", "unsure"]),
		reason: z.string(),
		attempts: z.number().int(),
		createdAt: instant,
	})
	.meta({ id: "ChatTrouble" });
export type ChatTroubleJson = z.infer<typeof chatTrouble>;
export const chatTroubles = z.object({ items: z.array(chatTrouble) }).meta({ id: "ChatTroubles" });

/** POST /chat-messages/{id}/settle: `again` sends it (a digest only while its day lasts), `dismissed` takes it for settled. */
export const settleChatRequest = z.object({ as: z.enum(["again", "dismissed"]) }).meta({ id: "SettleChatRequest" });
