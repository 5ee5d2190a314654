import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host } from "../../core/contract/host.ts";
import { docSurface } from "./blocks/doc-blocks.ts";
import { type SlackSurface, viewSurface } from "./blocks/view-blocks.ts";
import { handleSlack } from "./handle.ts";
import { slackManifest } from "./manifest.ts";
import { slackPeople } from "./people.ts";
import { SCOPES } from "./scopes.ts";
import { findLetter, sendLetter, undisturbedPeople } from "./send.ts";
import { appLacks } from "./settings.ts";
import { verifySlack } from "./signature.ts";
import { listenBySocket } from "./socket.ts";
import { agreeUrl, install, revokeTeams, shown, slackTeams } from "./teams.ts";
import { trySlack } from "./try-slack.ts";

/** Slack: digests and alerts to each person, answers to a command, a home, modals. It holds no records of the CRM. */
export const slackHost: Host<SlackSurface> = {
	id: "slack",
	config: [
		{ name: "clientId", secret: false, type: "text", example: "123456789012.123456789012" },
		{ name: "clientSecret", secret: true, type: "text" },
		{ name: "signingSecret", secret: true, type: "text" },
		{ name: "appToken", secret: true, type: "text", example: "xapp-1-…" },
		{ name: "signingSecretPrevious", secret: true, type: "text", isRare: true },
		{ name: "apiUrl", secret: false, type: "address", example: "http://127.0.0.1:4730", isRare: true },
	],
	verify: verifySlack,
	map(raw) {
		const { type } = (raw ?? {}) as { type?: unknown };
		if (typeof type !== "string") throw new CourtsideError("unprocessable", "This is no event that Slack sends.");
		return [];
	},
	present: viewSurface,
	write: async ({ kind }) => ({ ok: false, retry: false, reason: `Slack takes no message of the kind ${kind}` }),
	handle: handleSlack,
	about: {
		name: "Slack",
		scopes: SCOPES,
		addresses: [{ address: "https://slack.com", reason: { key: "host.slack.address" } }],
		limits: [{ key: "read", calls: 15, perMs: 60_000, reason: { key: "host.slack.limitRead" } }],
	},
	test: trySlack,
	disconnect: revokeTeams,
	chat: {
		lacks: appLacks,
		agreeUrl,
		install,
		teams: async (ports) => (await slackTeams(ports)).map(shown),
		people: slackPeople,
		undisturbed: undisturbedPeople,
		send: sendLetter,
		find: findLetter,
		manifest: slackManifest,
		listen: listenBySocket,
		draw: (doc, publicUrl) => JSON.parse(JSON.stringify(docSurface(doc, { id: "preview", publicUrl }))),
	},
};
