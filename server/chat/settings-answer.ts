import { sql } from "kysely";
import type { ChatDoor } from "../../core/contract/chat.ts";
import { type ChatRolloutJson, type ChatSettingsJson, chatRollout } from "../../core/contract/chat-settings.ts";
import type { Ports } from "../../core/contract/host.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { findInstallation } from "../hosts/installations.ts";
import { chatAddresses } from "./members.ts";

const SHOWN_MS = 7 * DAY_MS;
/** A connection of our own to the vendor is noted three times a minute while it is open. */
const SOCKET_LASTS_MS = 90_000;

/** Who gets what, as an administrator chose. */
export async function rolloutOf(db: Db, tenantId: number, host: string): Promise<ChatRolloutJson> {
	const installation = await findInstallation(db, tenantId, host);
	return chatRollout.parse(installation?.settings["rollout"] ?? {});
}

/** How a host of conversations is set up, and who gets what. */
export async function chatSettingsOf(
	{ database, portsOf, settings, now, log }: Deps,
	tenantId: number,
	{ id, chat }: { id: string; chat: ChatDoor },
): Promise<ChatSettingsJson> {
	const db = database.reader(tenantId);
	const ports = portsOf(id, tenantId);
	const { slug } = await db
		.selectFrom("tenants")
		.select("slug")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const hooks = `${settings.publicUrl}/hooks/${id}/${slug}`;
	const callback = `${hooks}/callback`;
	const [installation, teams, people, waiting, counts, lacks] = await Promise.all([
		findInstallation(db, tenantId, id),
		// Secrets of another key cannot be opened; the page says so by showing none.
		chat.teams(ports).catch((err: unknown) => {
			log.warn({ err }, "a chat host's workspaces were not read");
			return [];
		}),
		chatAddresses(db, tenantId, id),
		db
			.selectFrom("identities")
			.select(sql<number>`count(*)::int`.as("n"))
			.where("tenant_id", "=", tenantId)
			.where("source", "=", id)
			.where("state", "=", "unmatched")
			.executeTakeFirstOrThrow(),
		db
			.selectFrom("chat_messages")
			.select([
				sql<number>`count(*) filter (where state = 'sent')::int`.as("sent"),
				sql<number>`count(*) filter (where state in ('failed', 'unsure'))::int`.as("troubled"),
				sql<number>`count(*) filter (where is_helpful)::int`.as("yes"),
				sql<number>`count(*) filter (where not is_helpful)::int`.as("no"),
			])
			.where("tenant_id", "=", tenantId)
			.where("host", "=", id)
			.where("created_at", ">=", sql<number>`${timestamp(now() - SHOWN_MS)}::timestamptz`)
			.executeTakeFirstOrThrow(),
		chat.lacks(ports).catch(() => []),
	]);
	return {
		state: installation?.state ?? "off",
		lacks,
		hooks,
		callback,
		manifest: chat.manifest({ hooks, callback, bySocket: false }),
		...(chat.listen && { socket: await socketOf(chat, { hooks, callback }, ports) }),
		teams: teams.map((team) => ({
			...team,
			scopes: [...team.scopes],
			installedAt: new Date(team.installedAt).toISOString(),
		})),
		reachable: people.map(({ userId, name, role, zone }) => ({ userId, name, role, zone })),
		waiting: waiting.n,
		rollout: chatRollout.parse(installation?.settings["rollout"] ?? {}),
		sent: counts.sent,
		troubled: counts.troubled,
		helpful: { yes: counts.yes, no: counts.no },
	};
}

/** Whether we hear from the vendor by a connection of our own, and what makes an app that does. */
async function socketOf(
	chat: ChatDoor,
	address: { hooks: string; callback: string },
	ports: Ports,
): Promise<NonNullable<ChatSettingsJson["socket"]>> {
	const [hasToken, seen] = await Promise.all([
		ports.secrets.get("appToken").then(
			(token) => token !== null,
			() => false,
		),
		ports.cursors.get("socket"),
	]);
	const isOpen = seen !== null && ports.now() - Number(seen) < SOCKET_LASTS_MS;
	return {
		state: !hasToken ? "off" : isOpen ? "open" : "waiting",
		manifest: chat.manifest({ ...address, bySocket: true }),
	};
}
