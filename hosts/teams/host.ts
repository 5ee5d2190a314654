import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host } from "../../core/contract/host.ts";
import type { NumberCardProps } from "../kit/number-card.tsx";
import { GRAPH_RIGHTS, MEETING_RIGHTS } from "./app/permissions.ts";
import { organizationIn, personIn } from "./entra-token.ts";
import { findMeeting, newsIn, readTranscript, tellPerson, watchMeeting, watchOn } from "./graph.ts";
import { appPackage, setupSteps, testTeams } from "./setup.ts";

/** What Teams' panel draws for a view: the one pattern in its short form, in Teams' own look. */
export interface TeamsSurface {
	component: "NumberCard";
	props: NumberCardProps;
	look: "teams";
}

/** Teams: the panel beside a meeting, its stage and tabs, and news in the activity feed. It holds no records of the CRM. */
export const teamsHost: Host<TeamsSurface> = {
	id: "teams",
	config: [
		{ name: "clientId", secret: false, type: "id", example: "6f1e2c34-9d0b-4a55-8c1e-2f3a4b5c6d7e" },
		{ name: "directoryId", secret: false, type: "id", example: "0b9c8d7e-1a2b-4c3d-9e4f-5a6b7c8d9e0f" },
		{ name: "clientSecret", secret: true, type: "text" },
		{ name: "apiUrl", secret: false, type: "address", example: "http://127.0.0.1:4740", isRare: true },
	],
	// News comes with a state that was given for one watch alone, checked where the watch is known; nothing else is sent.
	verify: () => ({ ok: false, reason: "Teams signs no requests to this address" }),
	map(raw) {
		if (newsIn(raw)) return [];
		throw new CourtsideError("unprocessable", "This is no news that Graph sends.");
	},
	present: (view) => ({ component: "NumberCard", props: { view, form: "short" }, look: "teams" }),
	write: async ({ kind }) => ({ ok: false, retry: false, reason: `Teams takes no message of the kind ${kind}` }),
	handle: async () => ({ status: 404 }),
	about: {
		name: "Microsoft Teams",
		scopes: [...GRAPH_RIGHTS, ...MEETING_RIGHTS].map(({ name }) => ({
			name,
			reason: { key: `host.teams.right.${name.replaceAll(".", "-")}` },
		})),
		addresses: [
			{ address: "https://login.microsoftonline.com", reason: { key: "host.teams.entra" } },
			{ address: "https://graph.microsoft.com", reason: { key: "host.teams.graph" } },
		],
		limits: [{ key: "graph", calls: 100, perMs: 10_000, reason: { key: "host.teams.limit" } }],
	},
	test: testTeams,
	panel: {
		frames: ["https://teams.microsoft.com", "https://*.teams.microsoft.com", "https://*.cloud.microsoft"],
		accountOf: organizationIn,
		personOf: personIn,
		steps: setupSteps,
		appPackage,
		findMeeting,
		watch: watchMeeting,
		watchOn,
		newsIn,
		transcript: readTranscript,
		tell: tellPerson,
	},
};
