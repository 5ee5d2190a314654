import { z } from "zod";
import { id, instant } from "./scalars.ts";

/** A key for programs, without its secret. */
export const apiKey = z
	.object({
		id,
		name: z.string(),
		/** How the key begins: enough to know it by, too little to use it. */
		prefix: z.string(),
		owner: z.object({ id, name: z.string() }),
		/** What it may do, as long as its owner may. */
		scopes: z.array(z.string()),
		createdAt: instant,
		/** Null: it does not run out. */
		expiresAt: instant.nullable(),
		/** To the minute; null while it was never used. */
		lastUsedAt: instant.nullable(),
		revokedAt: instant.nullable(),
		/** `idle`: its owner may not sign in any more, so it opens nothing. */
		state: z.enum(["on", "expired", "revoked", "idle"]),
	})
	.meta({ id: "ApiKey" });
export type ApiKeyJson = z.infer<typeof apiKey>;

export const createApiKeyRequest = z
	.object({
		name: z.string().trim().min(1).max(80),
		scopes: z.array(z.string().max(60)).min(1, "choose at least one").max(200),
		/** When it runs out; null or absent: never. */
		expiresAt: instant.nullish(),
	})
	.meta({ id: "CreateApiKeyRequest" });

/** A new key, shown this once: only its hash is kept. */
export const newApiKey = z.object({ key: z.string(), apiKey }).meta({ id: "NewApiKey" });
export type NewApiKeyJson = z.infer<typeof newApiKey>;
