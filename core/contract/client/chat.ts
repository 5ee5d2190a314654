import type { z } from "zod";
import type {
	ChatPreviewJson,
	ChatSettingsJson,
	ChatTroubleJson,
	chatInstall,
	chatPreviewRequest,
	putChatRolloutRequest,
	settleChatRequest,
} from "../chat-settings.ts";
import type { Wire } from "./wire.ts";

/** A chat host: its installation, digests and messages that did not arrive. */
export const chatCalls = ({ call }: Wire) => ({
	chatSettings: (host: string) => call<ChatSettingsJson>("GET", `/connections/${host}/chat`),
	installChat: (host: string) =>
		call<z.infer<typeof chatInstall>>("POST", `/connections/${host}/chat/install`, { body: {} }),
	previewDigest: (host: string, body: z.input<typeof chatPreviewRequest>) =>
		call<ChatPreviewJson>("POST", `/connections/${host}/chat/preview`, { body }),
	putChatRollout: (host: string, body: z.input<typeof putChatRolloutRequest>) =>
		call<ChatSettingsJson>("PUT", `/connections/${host}/chat/rollout`, { body }),
	chatTroubles: (host: string) => call<{ items: ChatTroubleJson[] }>("GET", `/connections/${host}/chat/troubles`),
	settleChatMessage: (id: string, body: z.input<typeof settleChatRequest>) =>
		call<void>("POST", `/chat-messages/${id}/settle`, { body }),
});
