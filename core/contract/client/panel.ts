import type { z } from "zod";
import type {
	invitePanelBotRequest,
	openPanelMeetingRequest,
	PanelBotJson,
	PanelMeetingJson,
	PanelSetupJson,
	PanelSignInJson,
	PanelWatchJson,
	panelHandover,
	panelSignInRequest,
	SharedPanelJson,
	sharedPanelToken,
	sharePanelRequest,
	watchPanelMeetingRequest,
} from "../panel.ts";
import type { Session } from "../people.ts";
import type { Wire } from "./wire.ts";

/** The panel inside a vendor's meeting. */
export const panelCalls = ({ call, send }: Wire) => ({
	panelSetup: (host: string) => call<PanelSetupJson>("GET", `/connections/${host}/panel`),
	panelPackage: async (host: string) =>
		(await send("GET", `/connections/${host}/panel/package`, { accept: "*/*" })).blob(),
	panelSignIn: (body: z.input<typeof panelSignInRequest>) => call<PanelSignInJson>("POST", "/auth/panel", { body }),
	openPanelMeeting: (body: z.input<typeof openPanelMeetingRequest>) =>
		call<PanelMeetingJson>("POST", "/panel/meetings", { body }),
	watchPanelMeeting: (id: string, body: z.input<typeof watchPanelMeetingRequest>) =>
		call<PanelWatchJson>("POST", `/panel/meetings/${id}/watch`, { body }),
	invitePanelBot: (id: string, body: z.input<typeof invitePanelBotRequest>) =>
		call<PanelBotJson>("POST", `/panel/meetings/${id}/bot`, { body }),
	sharePanel: (body: z.input<typeof sharePanelRequest>) =>
		call<z.infer<typeof sharedPanelToken>>("POST", "/panel/shares", { body }),
	sharedPanel: (token: string) => call<SharedPanelJson>("GET", `/panel/shared/${encodeURIComponent(token)}`),
	beginHandover: () => call<z.infer<typeof panelHandover>>("POST", "/panel/handovers", { body: {} }),
	takeHandover: (code: string) => call<Session>("POST", "/auth/panel-handover", { body: { code } }),
});
