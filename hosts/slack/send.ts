import { type DndTeamInfoResponse, ErrorCode, type WebClient } from "@slack/web-api";
import type { ChatFound, ChatLetter, ChatSent } from "../../core/contract/chat.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import { docSurface } from "./blocks/doc-blocks.ts";
import type { Block } from "./blocks/limits.ts";
import { slackClient } from "./settings.ts";
import { slackTeam, workspacesOf } from "./teams.ts";

/** The name under which our mark stands in a message's metadata. */
const MARK = "courtside_message";
/** Messages that are looked through for one that may have been sent. */
const LOOKED_AT = 15;

/** Sends a letter to its person alone, or puts an earlier one into another form. Never tries twice by itself. */
export async function sendLetter(letter: ChatLetter, ports: Ports): Promise<ChatSent> {
	const team = await slackTeam(ports, letter.team);
	if (!team)
		return {
			ok: false,
			outcome: "no",
			retry: false,
			reason: "Courtside is no longer installed in that Slack workspace.",
		};
	const client = await slackClient(ports, team.botToken);
	let isUnderWay = false;
	try {
		// A person's own id opens the conversation with them: one call less, of a kind that Slack lets through seldom.
		const channel = letter.channel ?? letter.to;
		const { text, blocks } = docSurface(letter.doc, { id: letter.id, publicUrl: ports.chat.publicUrl() });
		const put = async (drawn: Block[]) => {
			isUnderWay = true;
			const message = { channel, text, blocks: drawn as never };
			const metadata = { event_type: MARK, event_payload: { id: letter.id } };
			if (letter.replaces !== null) return client.chat.update({ ...message, ts: letter.replaces, metadata });
			const thread = letter.thread === null ? {} : { thread_ts: letter.thread };
			return client.chat.postMessage({ ...message, ...thread, metadata, unfurl_links: false, unfurl_media: false });
		};
		const said = await put(blocks).catch((fault: unknown) => {
			const plain = blocks.filter(({ type }) => type !== "data_visualization");
			// What charts a workspace takes differs; the numbers stand in the words as well.
			if (vendorError(fault) !== "invalid_blocks" || plain.length === blocks.length) throw fault;
			return put(plain);
		});
		return { ok: true, channel: said.channel ?? channel, mark: said.ts ?? "" };
	} catch (fault) {
		return faultOf(fault, isUnderWay);
	}
}

/** Looks in the person's own conversation with us whether a letter is there, by the mark in its metadata. */
export async function findLetter(letter: ChatLetter, ports: Ports): Promise<ChatFound> {
	const team = await slackTeam(ports, letter.team);
	if (!team) return { state: "unreadable", reason: "Courtside is no longer installed in that Slack workspace." };
	const client = await slackClient(ports, team.botToken);
	try {
		const channel = letter.channel ?? (await openWith(client, letter.to));
		const asked = { channel, limit: LOOKED_AT, include_all_metadata: true };
		const answer =
			letter.thread === null
				? await client.conversations.history(asked)
				: await client.conversations.replies({ ...asked, ts: letter.thread });
		const messages = (answer.messages ?? []) as {
			ts?: string;
			metadata?: { event_type?: string; event_payload?: { id?: unknown } };
		}[];
		const ours = messages.find(
			({ metadata }) => metadata?.event_type === MARK && metadata.event_payload?.id === letter.id,
		);
		return ours ? { state: "there", channel, mark: ours.ts ?? "" } : { state: "absent" };
	} catch (fault) {
		return { state: "unreadable", reason: saidBy(fault) };
	}
}

async function openWith(client: WebClient, user: string): Promise<string> {
	const { channel } = await client.conversations.open({ users: user });
	if (!channel?.id) throw new Error("Slack opened no conversation");
	return channel.id;
}

/** Who of these people does not want to be disturbed now, and until when; nobody where Slack does not say. */
export async function undisturbedPeople(
	teamId: string,
	people: readonly string[],
	ports: Ports,
): Promise<Map<string, Instant>> {
	const team = await slackTeam(ports, teamId);
	if (!team || people.length === 0) return new Map();
	const client = await slackClient(ports, team.botToken);
	const asked = await Promise.all(
		(await workspacesOf(team, ports)).map((workspace) =>
			client.dnd
				.teamInfo({ users: people.join(), ...(team.isOrg && { team_id: workspace }) })
				.catch((fault: unknown) => {
					if (vendorError(fault) !== "missing_scope") throw fault;
					return { users: {} };
				}),
		),
	);
	const users: NonNullable<DndTeamInfoResponse["users"]> = Object.assign({}, ...asked.map((one) => one.users));
	const seconds = ports.now() / 1000;
	return new Map(
		Object.entries(users).flatMap(([id, { dnd_enabled, next_dnd_start_ts: from = 0, next_dnd_end_ts: to = 0 }]) =>
			dnd_enabled && from <= seconds && seconds < to ? [[id, to * 1000]] : [],
		),
	);
}

/** Refusals of Slack's that no later try would change. */
const HOPELESS =
	/^(account_inactive|invalid_auth|not_authed|token_revoked|token_expired|user_not_found|user_disabled|users_not_found|cannot_dm_bot|channel_not_found|is_archived|invalid_blocks|msg_too_long|msg_blocks_too_long|missing_scope|message_not_found|cant_update_message|edit_window_closed|restricted_action|not_in_channel|user_not_visible)$/;

function faultOf(fault: unknown, isUnderWay: boolean): ChatSent {
	const reason = saidBy(fault);
	const code = (fault as { code?: string } | null)?.code;
	if (code === ErrorCode.RateLimitedError)
		return {
			ok: false,
			outcome: "no",
			retry: true,
			reason: "Slack had too many messages.",
			retryAfterMs: (fault as { retryAfter: number }).retryAfter * 1000,
		};
	const vendor = vendorError(fault);
	if (vendor !== null) return { ok: false, outcome: "no", retry: !HOPELESS.test(vendor), reason };
	// No answer, or one that is none of Slack's: it may have been sent.
	return { ok: false, outcome: isUnderWay ? "unknown" : "no", retry: true, reason };
}

/** Slack's own name of a refusal; null where it did not answer as Slack. */
export function vendorError(fault: unknown): string | null {
	const { code, data } = (fault ?? {}) as { code?: string; data?: { error?: string } };
	return code === ErrorCode.PlatformError ? (data?.error ?? "") : null;
}

function saidBy(fault: unknown): string {
	const vendor = vendorError(fault);
	return vendor === null ? `Slack could not be reached: ${(fault as Error).message}` : `Slack: ${vendor}`;
}
