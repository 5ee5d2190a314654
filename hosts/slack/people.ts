import { z } from "zod";
import type { ChatSeen } from "../../core/contract/chat.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import { slackClient } from "./settings.ts";
import { slackTeam, workspacesOf } from "./teams.ts";

const PAGE = 200;

const member = z.object({
	id: z.string().min(1),
	team_id: z.string().optional(),
	/** In an organization: whose they are there. */
	enterprise_user: z.object({ enterprise_id: z.string() }).optional(),
	name: z.string().default(""),
	deleted: z.boolean().default(false),
	is_bot: z.boolean().default(false),
	is_app_user: z.boolean().default(false),
	is_restricted: z.boolean().default(false),
	is_ultra_restricted: z.boolean().default(false),
	is_stranger: z.boolean().default(false),
	is_email_confirmed: z.boolean().default(false),
	tz: z.string().nullish(),
	locale: z.string().nullish(),
	profile: z
		.object({ real_name: z.string().default(""), email: z.string().nullish() })
		.default({ real_name: "", email: null }),
});

/**
 * Somebody as Slack tells of them; null for what is nobody. Only an address that Slack confirmed counts. `team` is their
 * workspace or, where we are in all of an organization, the organization.
 */
export function seenOf(raw: unknown, team: string): ChatSeen | null {
	const parsed = member.safeParse(raw);
	if (!parsed.success) return null;
	const one = parsed.data;
	const isOwn = !(
		one.deleted ||
		one.is_bot ||
		one.is_app_user ||
		one.is_restricted ||
		one.is_ultra_restricted ||
		one.is_stranger ||
		one.id === "USLACKBOT" ||
		(one.team_id !== undefined && one.team_id !== team && one.enterprise_user?.enterprise_id !== team)
	);
	return {
		externalId: one.id,
		name: one.profile.real_name || one.name || one.id,
		email: one.is_email_confirmed && one.profile.email ? one.profile.email.trim().toLowerCase() : null,
		zone: one.tz ?? null,
		locale: one.locale ?? null,
		isOwn,
	};
}

/** Everybody of a workspace, or of each workspace of an organization, a page at a time. */
export async function* slackPeople(teamId: string, ports: Ports): AsyncGenerator<ChatSeen[]> {
	const team = await slackTeam(ports, teamId);
	if (!team) throw new CourtsideError("not_found", "Courtside is not installed in this Slack workspace.");
	const client = await slackClient(ports, team.botToken);
	const refuse = (cause: unknown) => {
		throw new CourtsideError("unavailable", "Slack did not list its people.", { cause });
	};
	for (const workspace of await workspacesOf(team, ports).catch(refuse)) {
		let cursor = "";
		do {
			await ports.limiter.take("read");
			const answer = await client.users
				.list({
					...{ limit: PAGE, include_locale: true },
					...(team.isOrg && { team_id: workspace }),
					...(cursor && { cursor }),
				})
				.catch(refuse);
			yield (answer.members ?? []).flatMap((one) => seenOf(one, teamId) ?? []);
			cursor = answer.response_metadata?.next_cursor ?? "";
		} while (cursor !== "");
	}
}
