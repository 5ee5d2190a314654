/** What we ask to be allowed, each with its reason in `core/words`. No message of a channel is ever read. */
export const SCOPES = [
	{ name: "commands", reason: { key: "host.slack.scopeCommands" } },
	{ name: "chat:write", reason: { key: "host.slack.scopeWrite" } },
	{ name: "im:write", reason: { key: "host.slack.scopeOpen" } },
	{ name: "im:history", reason: { key: "host.slack.scopeHistory" } },
	{ name: "users:read", reason: { key: "host.slack.scopeUsers" } },
	{ name: "users:read.email", reason: { key: "host.slack.scopeEmail" } },
	{ name: "dnd:read", reason: { key: "host.slack.scopeDnd" } },
	{ name: "links:read", reason: { key: "host.slack.scopeLinks" } },
	{ name: "links:write", reason: { key: "host.slack.scopeUnfurl" } },
	{ name: "assistant:write", reason: { key: "host.slack.scopeAgent" } },
] as const;
