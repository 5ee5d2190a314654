import type { TeamsManifestV1D24 } from "@microsoft/app-manifest";
import { MEETING_RIGHTS } from "./permissions.ts";

/** The app of one workspace: where this server is, and the workspace's own app at Entra. */
export interface TeamsApp {
	/** Of this server, without a slash at the end; https. */
	origin: string;
	/** Entra's "Application (client) ID"; the Teams app bears the same id, so that links to it can be made. */
	clientId: string;
	version: string;
}

export const ICONS = { color: "color.png", outline: "outline.png" } as const;
/** Ids of the tabs: links into Teams name them. */
export const TABS = { meeting: "coach", personal: "mine" } as const;
/** Kinds of news in a person's activity feed. */
export const ACTIVITIES = { summary: "meetingSummary" } as const;

/** What a token's `aud` may name beside the client id, and what `webApplicationInfo.resource` says. */
export function resourceOf({ origin, clientId }: Pick<TeamsApp, "origin" | "clientId">): string {
	return `api://${new URL(origin).host}/${clientId}`;
}

/** The manifest, of the schema's version 1.24: every client takes it, and it has all that meetings need. */
export function teamsManifest(app: TeamsApp): TeamsManifestV1D24.TeamsManifestV1D24 {
	const { origin, clientId, version } = app;
	return {
		$schema: "https://developer.microsoft.com/en-us/json-schemas/teams/v1.24/MicrosoftTeams.schema.json",
		manifestVersion: "1.24",
		version,
		id: clientId,
		developer: {
			name: "Courtside",
			websiteUrl: origin,
			privacyUrl: `${origin}/teams/privacy.html`,
			termsOfUseUrl: `${origin}/teams/privacy.html`,
		},
		name: { short: "Courtside", full: "Courtside, the sales coach beside the deal" },
		description: {
			short: "Coaches you in the meeting, quietly, beside it",
			full: "Before a meeting Courtside says what to know and what to ask. While it goes on, it shows one thing to say at a time, how the customer takes it, and what it does to the deal. Afterwards it has the summary, the next steps and a draft of the e-mail. Customers in the meeting see nothing of it.",
		},
		icons: ICONS,
		accentColor: "#00627B",
		localizationInfo: { defaultLanguageTag: "en" },
		staticTabs: [
			{
				entityId: TABS.meeting,
				name: "Courtside",
				contentUrl: `${origin}/teams/`,
				websiteUrl: `${origin}/live`,
				scopes: ["groupChat"],
				context: ["meetingSidePanel", "meetingChatTab", "meetingDetailsTab", "meetingStage"],
			},
			{
				entityId: TABS.personal,
				name: "My coaching",
				contentUrl: `${origin}/teams/`,
				websiteUrl: origin,
				scopes: ["personal"],
				context: ["personalTab"],
			},
		],
		// Asked for, and not relied on: Teams may still keep the microphone from the panel.
		devicePermissions: ["media"],
		validDomains: [new URL(origin).host],
		webApplicationInfo: { id: clientId, resource: resourceOf(app) },
		authorization: { permissions: { resourceSpecific: MEETING_RIGHTS.map((right) => ({ ...right })) } },
		meetingExtensionDefinition: { supportsCustomShareToStage: true, supportsAnonymousGuestUsers: true },
		activities: {
			activityTypes: [
				{
					type: ACTIVITIES.summary,
					description: "A meeting's summary is ready",
					templateText: "{meeting} is summarised; its next steps wait for you",
				},
			],
		},
		showLoadingIndicator: true,
	};
}
