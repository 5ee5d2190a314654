import type { ChatPerson } from "../../core/contract/chat.ts";
import { type Client, createClient } from "../../core/contract/client.ts";
import type { Auth } from "../auth/auth.ts";

/** What acting as somebody takes: tokens, and the app as a function of requests. */
export interface ActingWorld {
	auth(): Pick<Auth, "issue">;
	request(url: string, init: RequestInit): Response | Promise<Response>;
	/** In the installation's own address, so that no check of origins stands in the way. */
	publicUrl(): string;
}

/**
 * The API as somebody who was recognised elsewhere: each call passes every check that their own would, in their language.
 * The token lives for minutes and never leaves this process.
 */
export function clientAs({ auth, request, publicUrl }: ActingWorld) {
	return (tenantId: number, { userId, locale }: Pick<ChatPerson, "userId" | "locale">): Client => {
		const familyId = crypto.randomUUID();
		return createClient({
			baseUrl: publicUrl(),
			fetch: (url, init) => request(url, init ?? {}),
			token: async () => (await auth().issue({ tenantId, userId, familyId })).accessToken,
			locale: () => locale,
		});
	};
}
