import type { AppsManifestValidateArguments } from "@slack/web-api";
import type { JsonValue } from "../../core/model/change.ts";
import { SCOPES } from "./scopes.ts";

type Manifest = AppsManifestValidateArguments["manifest"];
type BotScopes = NonNullable<NonNullable<NonNullable<Manifest["oauth_config"]>["scopes"]>["bot"]>;
/** The vendor's types know all our scopes but that of agents, which is younger than they are. */
type KnownScope = BotScopes[number];
const _known: readonly KnownScope[] = SCOPES.flatMap(({ name }) => (name === "assistant:write" ? [] : [name]));

/** Events that Slack tells us of. */
export const EVENTS = [
	"app_home_opened",
	"app_uninstalled",
	"tokens_revoked",
	"user_change",
	"link_shared",
	"message.im",
] as const;

/** Names of what a person calls from Slack's own menus. */
export const COMMAND = "/courtside";
export const SHORTCUT = "make_action_item";

/**
 * The app as Slack makes it from a paste. `hooks` takes events, commands and clicks; `callback` ends an installation. With
 * `bySocket` Slack is told of no address: we call it.
 */
export function slackManifest(address: { hooks: string; callback: string; bySocket: boolean }): JsonValue {
	const requestUrl = address.bySocket ? {} : { request_url: address.hooks };
	const manifest = {
		_metadata: { major_version: 2 },
		display_information: {
			name: "Courtside",
			description: "The sales coach that sits beside the deal",
			background_color: "#1b3a5c",
		},
		features: {
			app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
			bot_user: { display_name: "courtside", always_online: true },
			agent_view: {
				agent_description:
					"Ask about your deals, leads and forecast. Answers come from your CRM, each with where it stands.",
				suggested_prompts: [
					{ title: "Will I make it?", message: "forecast" },
					{ title: "What should I do next?", message: "next" },
					{ title: "Coach me", message: "coach me" },
				],
			},
			slash_commands: [
				{
					command: COMMAND,
					...(!address.bySocket && { url: address.hooks }),
					description: "Deals, leads, forecast and what to do next",
					usage_hint: "deal Acme | lead Berg | forecast | next | coach me | help",
					should_escape: false,
				},
			],
			shortcuts: [
				{
					name: "Make an action item",
					type: "message",
					callback_id: SHORTCUT,
					description: "Puts a step into the plan of a deal",
				},
			],
			unfurl_domains: unfurlDomain(address.hooks),
		},
		oauth_config: { redirect_urls: [address.callback], scopes: { bot: SCOPES.map(({ name }) => name as KnownScope) } },
		settings: {
			event_subscriptions: { ...requestUrl, bot_events: [...EVENTS] },
			interactivity: { is_enabled: true, ...requestUrl },
			org_deploy_enabled: true,
			socket_mode_enabled: address.bySocket,
			token_rotation_enabled: false,
		},
	} satisfies Manifest;
	return JSON.parse(JSON.stringify(manifest)) as JsonValue;
}

/** Slack unfurls public names only; on a machine of one's own there is none. */
function unfurlDomain(hooks: string): string[] {
	const { hostname } = new URL(hooks);
	return hostname.includes(".") && !/^[\d.]+$/.test(hostname) ? [hostname] : [];
}
