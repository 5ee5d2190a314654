import { z } from "zod";
import type { Instant } from "../../core/model/instant.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database } from "../db/connect.ts";
import { insertMeeting } from "../db/meetings.ts";
import { linkMeeting } from "../db/panel-meetings.ts";
import { findDemoTenant } from "../db/workspaces.ts";
import { claimAccount } from "../hosts/accounts.ts";
import { writeSecret } from "../hosts/connection-secrets.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { settleMeeting } from "../meetings/take-transcript.ts";
import { startStandIn } from "./stand-in.ts";

const HOST = "teams";
/** The same at each start, so that who was known stays known. */
const DIRECTORY = "3f0a7c52-9b1d-4e86-a2c4-71d5e8f60b93";
const CLIENT = "a81c5e27-6d3f-4b09-8e72-c94f1b0d35a6";
const announced = z.object({ base: z.url(), directoryId: z.string(), clientId: z.string(), clientSecret: z.string() });

/**
 * Gives the demo company an organization of its own with Teams on this machine: a page that frames the real panel beside
 * a meeting about the best-known seller's largest deal. A connection that a person made is left alone. Gives where it is
 * and how to stop it; null where nothing was started.
 */
export async function connectDemoTeams(given: {
	database: Database;
	vault: Vault;
	now(): Instant;
	root: string;
	publicUrl: string;
}): Promise<{ base: string; stop(): Promise<void> } | null> {
	const { database, vault, now, root, publicUrl } = given;
	const tenantId = await database.asSystem(findDemoTenant);
	if (tenantId === null) return null;
	const db = database.reader(tenantId);
	const stands = await findInstallation(db, tenantId, HOST);
	if (stands && !(stands.state === "on" && stands.settings["isDemo"] === true)) return null;
	const people = await db
		.selectFrom("users")
		.select(["id as oid", "name", "email"])
		.where("tenant_id", "=", tenantId)
		.where("is_active", "=", true)
		.where("email", "is not", null)
		// The best-known seller first: the meeting is hers.
		.orderBy(({ eb }) => eb.case().when("name", "=", "Maria Alvarez").then(0).else(1).end())
		.orderBy("name")
		.limit(6)
		.execute();
	const [seller] = people;
	const meeting = seller ? await planMeeting(database, tenantId, seller.oid, now()) : null;
	const { announced: org, stop } = await startStandIn({
		root,
		args: ["stand-ins/teams/main.ts", "--given", "--port", "0", "--courtside", publicUrl],
		input: { directoryId: DIRECTORY, clientId: CLIENT, people, meeting },
		schema: announced,
	});
	await database.inTenant(tenantId, async (trx) => {
		const { base, directoryId, clientId, clientSecret } = org;
		const settings = { clientId, directoryId, apiUrl: base, tryAt: base, isDemo: true };
		await changeInstallation(trx, { tenantId, host: HOST, state: "on", settings });
		await writeSecret(trx, vault, { tenantId, host: HOST, name: "clientSecret", value: clientSecret });
		await claimAccount(trx, { tenantId, host: HOST, account: directoryId });
	});
	return { base: org.base, stop };
}

/** A meeting that has not begun, about the seller's largest open deal. */
async function planMeeting(
	database: Database,
	tenantId: number,
	ownerId: string,
	now: Instant,
): Promise<{ key: string; title: string; startsAt: string } | null> {
	const startsAt = new Date(now).toISOString();
	return database.inTenant(tenantId, async (trx) => {
		const waiting = await trx
			.selectFrom("panel_meetings as p")
			.innerJoin("meetings as m", (on) =>
				on.onRef("m.tenant_id", "=", "p.tenant_id").onRef("m.id", "=", "p.meeting_id"),
			)
			.select(["p.meeting_key as key", "m.title"])
			.where("p.host", "=", HOST)
			.where("m.owner_id", "=", ownerId)
			.where("m.state", "=", "planned")
			.limit(1)
			.executeTakeFirst();
		if (waiting) return { ...waiting, startsAt };
		const deal = await trx
			.selectFrom("deals as d")
			.innerJoin("accounts as a", (on) =>
				on.onRef("a.tenant_id", "=", "d.tenant_id").onRef("a.id", "=", "d.account_id"),
			)
			.select(["d.id", "a.name as account"])
			.where("d.owner_id", "=", ownerId)
			.where("d.status", "=", "open")
			.orderBy("d.amount_minor", (order) => order.desc().nullsLast())
			.limit(1)
			.executeTakeFirst();
		if (!deal) return null;
		const key = `MCMxOTptZWV0aW5nX${crypto.randomUUID()}`;
		const title = `${deal.account} – next steps`;
		const { id: meetingId } = await insertMeeting(trx, {
			...{ tenantId, title, customerName: deal.account, kind: "discovery", state: "planned", source: "calendar" },
			...{ sourceKey: `${HOST}:${key}`, lang: null, startsAt: now, ownerId, createdBy: ownerId },
		});
		await settleMeeting(trx, tenantId, meetingId, { facts: { dealId: deal.id }, by: ownerId, now });
		await linkMeeting(trx, { tenantId, host: HOST, key, meetingId });
		return { key, title, startsAt };
	});
}
