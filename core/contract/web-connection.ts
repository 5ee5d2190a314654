import { z } from "zod";
import { instant } from "./scalars.ts";

/** Names of the web connection's secrets: the key, and the one before it, taken while keys are changed. */
export const KEY_SECRET = "webhookKey";
export const OLD_KEY_SECRET = "webhookKeyPrevious";

/** The connection with the company's own system, without its key. */
export const webConnection = z
	.object({
		/** `off`: nothing has been set up. `paused`: nothing is taken and nothing is sent. */
		state: z.enum(["on", "paused", "off"]),
		/** Where the system sends its changes. */
		address: z.string(),
		/** Where the system hears of ours; null: nowhere. */
		callbackUrl: z.string().nullable(),
		hasKey: z.boolean(),
		/** When the key was made; null for one that was set otherwise, or none. */
		keySince: instant.nullable(),
		/** The key before is still taken. */
		takesKeyBefore: z.boolean(),
	})
	.meta({ id: "WebConnection" });
export type WebConnectionJson = z.infer<typeof webConnection>;

/** PUT /hosts/web: what is given is changed. An empty callback address is none. */
export const updateWebConnectionRequest = z
	.object({
		state: z.enum(["on", "paused", "off"]).optional(),
		callbackUrl: z.string().trim().max(2000).nullable().optional(),
	})
	.meta({ id: "UpdateWebConnectionRequest" });

/** A new key, shown this once. */
export const webKey = z.object({ key: z.string(), connection: webConnection }).meta({ id: "WebKey" });
export type WebKeyJson = z.infer<typeof webKey>;
