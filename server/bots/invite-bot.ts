import { BOT_VENDORS } from "../../core/contract/meeting-bots.ts";
import type { MeetingBriefJson } from "../../core/contract/meeting-brief.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import { BOTS } from "./bots.ts";
import { vendorCall } from "./vendor-call.ts";

/** So long one that was sent may take until it is let in and heard; then another may be sent. */
const COMES_WITHIN_MS = 5 * 60_000;

type BotDeps = Pick<Deps, "portsOf" | "now" | "settings" | "database">;
type Invitable = MeetingBriefJson["bot"];

/** The bot that may be sent into a meeting, and when one was; null: none is switched on whose vendor we may call. */
export async function invitableBot(
	{ portsOf, now }: Pick<Deps, "portsOf" | "now">,
	given: { tenantId: number; meetingId: string },
): Promise<Invitable> {
	for (const vendor of BOT_VENDORS) {
		const { bot, name } = BOTS[vendor];
		const ports = portsOf(vendor, given.tenantId);
		if (!bot.invite || (await ports.installations.current())?.state !== "on") continue;
		if ((await ports.secrets.get("apiKey")) === null) continue;
		const sent = Number((await ports.secrets.get(markOf(given.meetingId))) ?? 0);
		return { vendor, name, invitedAt: now() - sent < COMES_WITHIN_MS ? new Date(sent).toISOString() : null };
	}
	return null;
}

/**
 * Sends a bot into a meeting: one within a few minutes, however often and from however many pages it is asked. What it
 * tells comes as any bot's does. Throws wrong_state where none can be sent, unavailable where the vendor does not take it.
 */
export async function inviteBot(
	deps: BotDeps,
	given: { tenantId: number; meetingId: string; title: string; joinUrl: string },
): Promise<{ bot: NonNullable<Invitable>; isNew: boolean }> {
	const { tenantId, meetingId, title, joinUrl } = given;
	const found = await invitableBot(deps, given);
	const call = found && (await vendorCall(deps, tenantId, found.vendor));
	const invite = found && BOTS[found.vendor].bot.invite;
	if (!found || !call || !invite)
		throw new CourtsideError("wrong_state", "No meeting bot is connected. Set one up under Settings, Coaching.");
	const { slug } = await deps.database
		.reader(tenantId)
		.selectFrom("tenants")
		.select("slug")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const address = `${deps.settings.publicUrl}/hooks/${found.vendor}/${slug}`;
	let isNew = false;
	const sent = await deps.portsOf(found.vendor, tenantId).secrets.refresh(markOf(meetingId), {
		isFresh: (at) => deps.now() - Number(at) < COMES_WITHIN_MS,
		renew: async () => {
			await invite({ meetingId, title, joinUrl, address }, call);
			isNew = true;
			return String(deps.now());
		},
	});
	return { bot: { ...found, invitedAt: new Date(Number(sent)).toISOString() }, isNew };
}

function markOf(meetingId: string): string {
	return `invited:${meetingId}`;
}
