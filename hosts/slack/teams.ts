import { z } from "zod";
import type { ChatTeam } from "../../core/contract/chat.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { SCOPES } from "./scopes.ts";
import { readApp, slackClient } from "./settings.ts";

const PREFIX = "team:";

/**
 * What Slack gave us for one of its workspaces, or for all of an organization (Enterprise Grid): then `isOrg`, and `id` is
 * the organization's. Kept sealed with the other secrets of the connection.
 */
const installation = z.object({
	id: z.string().min(1),
	isOrg: z.boolean().default(false),
	name: z.string(),
	enterpriseId: z.string().nullable(),
	botToken: z.string().min(1),
	botUserId: z.string(),
	scopes: z.array(z.string()),
	installedAt: z.number(),
});
export type SlackTeam = z.infer<typeof installation>;

const granted = z.object({
	access_token: z.string().min(1),
	bot_user_id: z.string(),
	scope: z.string(),
	is_enterprise_install: z.boolean().default(false),
	team: z.object({ id: z.string().min(1), name: z.string().default("") }).nullish(),
	enterprise: z.object({ id: z.string().min(1), name: z.string().default("") }).nullish(),
});

/** Under which id an installation is kept, from what a request says of it: the organization's where it holds for all of it. */
export function installedId(given: {
	isEnterpriseInstall: boolean;
	enterpriseId?: string | undefined;
	teamId?: string | undefined;
}): string {
	return (given.isEnterpriseInstall ? given.enterpriseId : given.teamId) ?? "";
}

/** Where an administrator agrees. */
export async function agreeUrl(given: { state: string; redirectUri: string }, ports: Ports): Promise<string> {
	const { origin, clientId } = await readApp(ports);
	const query = {
		client_id: clientId,
		scope: SCOPES.map(({ name }) => name).join(),
		redirect_uri: given.redirectUri,
		state: given.state,
	};
	return `${origin}/oauth/v2/authorize?${new URLSearchParams(query)}`;
}

/** Spends the vendor's code and keeps what it stands for; the same workspace twice is one. */
export async function install(given: { code: string; redirectUri: string }, ports: Ports): Promise<ChatTeam> {
	const { clientId, clientSecret } = await readApp(ports);
	const client = await slackClient(ports);
	const answer = await client.oauth.v2
		.access({ client_id: clientId, client_secret: clientSecret, code: given.code, redirect_uri: given.redirectUri })
		.catch((cause: unknown) => {
			throw new CourtsideError("unprocessable", "Slack did not take the code. Add Courtside to Slack again.", {
				cause,
			});
		});
	const parsed = granted.safeParse(answer);
	if (!parsed.success)
		throw new CourtsideError("unprocessable", "Slack's answer lacks a bot token. Make the app from the manifest.");
	const { access_token, bot_user_id, scope, team, enterprise, is_enterprise_install: isOrg } = parsed.data;
	const of = isOrg ? enterprise : team;
	if (!of)
		throw new CourtsideError("unprocessable", "Slack's answer names no workspace. Add Courtside to Slack again.");
	const kept: SlackTeam = {
		id: of.id,
		isOrg,
		name: of.name,
		enterpriseId: enterprise?.id ?? null,
		botToken: access_token,
		botUserId: bot_user_id,
		scopes: scope.split(",").filter(Boolean),
		installedAt: ports.now(),
	};
	await ports.secrets.set(PREFIX + kept.id, JSON.stringify(kept));
	return shown(kept);
}

/** All workspaces in which we are installed. */
export async function slackTeams(ports: Ports): Promise<SlackTeam[]> {
	const kept = Object.values(await ports.secrets.list(PREFIX));
	return kept
		.flatMap((text) => installation.safeParse(JSON.parse(text)).data ?? [])
		.sort((a, b) => a.installedAt - b.installedAt);
}

/** One of them; null where we are not installed, or no longer. */
export async function slackTeam(ports: Ports, id: string): Promise<SlackTeam | null> {
	const text = await ports.secrets.get(PREFIX + id);
	return text === null ? null : (installation.safeParse(JSON.parse(text)).data ?? null);
}

/** The workspaces that an installation holds for: itself, or those of the organization that let us in. */
export async function workspacesOf(team: SlackTeam, ports: Ports): Promise<string[]> {
	if (!team.isOrg) return [team.id];
	const client = await slackClient(ports, team.botToken);
	const ids: string[] = [];
	for (let cursor = ""; ; ) {
		await ports.limiter.take("read");
		const answer = await client.auth.teams.list({ limit: 100, ...(cursor && { cursor }) });
		ids.push(...(answer.teams ?? []).flatMap(({ id }) => id ?? []));
		cursor = answer.response_metadata?.next_cursor ?? "";
		if (cursor === "") return ids;
	}
}

/** Forgets a workspace that took us out, and everybody who was known there. */
export async function forgetSlackTeam(ports: Ports, id: string): Promise<void> {
	await ports.secrets.remove(PREFIX + id);
	await ports.chat.forgetTeam(id);
}

/** Gives the tokens back at every workspace; one that is gone already is no fault. */
export async function revokeTeams(ports: Ports): Promise<void> {
	for (const team of await slackTeams(ports)) {
		const client = await slackClient(ports, team.botToken);
		await client.auth.revoke().catch((fault: unknown) => {
			if (!/invalid_auth|token_revoked|account_inactive/.test(String(fault))) throw fault;
		});
		await forgetSlackTeam(ports, team.id);
	}
}

/** Without the token. */
export function shown({ id, name, installedAt, scopes }: SlackTeam): ChatTeam {
	return { id, name, installedAt, scopes };
}
