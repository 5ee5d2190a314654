import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { InvitedJson, inviteRequest } from "../../core/contract/invitations.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import {
	findOpenInvitation,
	insertInvitation,
	renewInvitation,
	roleOfInvitation,
	withdrawInvitation,
} from "../db/invitations.ts";
import { putMail } from "../db/mails.ts";
import type { Tables } from "../db/tables.ts";
import { lockPeople, requireTeam } from "../db/team-writes.ts";
import { readGivable } from "../policy/give-role.ts";
import { requireCovers } from "../policy/grants.ts";
import type { Principal } from "../policy/principal.ts";
import type { Vault } from "./vault.ts";

type Trx = Transaction<Tables>;
type Invitee = z.output<typeof inviteRequest>["people"][number];

/** In whose name, and with what, somebody is invited. */
export interface Inviting {
	trx: Trx;
	vault: Vault;
	principal: Principal;
	now: Instant;
}

/** What came of each person, and the mails to be sent after the commit. */
export interface InvitedAll {
	items: InvitedJson["items"];
	mailIds: string[];
}

/**
 * Invites people, each by a mail of their own. Who signs in already and whose invitation still holds is left alone; an
 * invitation that ran out is replaced. Throws unprocessable on a role, team or person that there is not, forbidden on a
 * role above one's own.
 */
export async function inviteAll(work: Inviting, people: readonly Invitee[]): Promise<InvitedAll> {
	const { trx, principal } = work;
	await lockPeople(trx, principal.tenantId);
	const all: InvitedAll = { items: [], mailIds: [] };
	for (const person of people) {
		const { outcome, mailId } = await inviteOne(work, person);
		all.items.push({ email: person.email, outcome });
		if (mailId) all.mailIds.push(mailId);
	}
	return all;
}

async function inviteOne(
	work: Inviting,
	{ email, name = null, roleId, teamId = null, userId = null }: Invitee,
): Promise<{ outcome: InvitedJson["items"][number]["outcome"]; mailId: string | null }> {
	const { trx, principal, now } = work;
	const { tenantId } = principal;
	const role = await readGivable(trx, tenantId, roleId);
	requireCovers(principal, role);
	await requireTeam(trx, tenantId, teamId, "teamId");
	const known = await personOf(trx, tenantId, email, userId);
	if (known?.signsIn) return { outcome: "member", mailId: null };
	const open = await findOpenInvitation(trx, tenantId, email);
	if (open && open.expiresAt > now) return { outcome: "open", mailId: null };
	// One that ran out may have said another role.
	if (open) await withdrawInvitation(trx, tenantId, open.id, now);
	const made = await insertInvitation(
		trx,
		{
			tenantId,
			email,
			name,
			role,
			teamId,
			userId: known?.id ?? null,
			by: { userId: principal.userId, name: principal.name },
		},
		now,
	);
	return { outcome: "invited", mailId: await mailInvitation(work, { ...made, email }) };
}

/**
 * Gives an open invitation a new link; the old one stops holding. Null when none of that id is open. Throws forbidden on
 * a role above one's own: whoever has the link could take it.
 */
export async function renew({ trx, principal, now }: Inviting, id: string) {
	const { tenantId } = principal;
	const roleId = await roleOfInvitation(trx, tenantId, id);
	if (roleId === null) return null;
	requireCovers(principal, await readGivable(trx, tenantId, roleId));
	return renewInvitation(trx, tenantId, id, now);
}

/** Writes the mail of an invitation down; it speaks the workspace's language. */
export async function mailInvitation(
	{ trx, vault, principal }: Omit<Inviting, "now">,
	{ token, email, expiresAt }: { token: string; email: string; expiresAt: Instant },
): Promise<string | null> {
	const { tenantId } = principal;
	const workspace = await trx
		.selectFrom("tenants")
		.select(["name", "locale", "zone"])
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	const until = formatInstant(expiresAt, workspace.locale, workspace.zone);
	return putMail(trx, vault, {
		tenantId,
		userId: null,
		kind: "invitation",
		to: email,
		locale: workspace.locale,
		content: { params: { workspace: workspace.name, by: principal.name, until }, path: `/start/join#${token}` },
	});
}

/** Who this is among the people of the workspace; by id where that is given, else by e-mail. */
async function personOf(
	trx: Trx,
	tenantId: number,
	email: string,
	userId: string | null,
): Promise<{ id: string; signsIn: boolean } | null> {
	const rows = await trx
		.selectFrom("users")
		.select(["id", "email", "is_active", "password_hash"])
		.select((q) =>
			q
				.exists(
					q
						.selectFrom("sign_ins")
						.select("sign_ins.id")
						.whereRef("sign_ins.tenant_id", "=", "users.tenant_id")
						.whereRef("sign_ins.user_id", "=", "users.id"),
				)
				.as("has_signed_in"),
		)
		.where("tenant_id", "=", tenantId)
		.where((q) =>
			q.or([q(sql<string>`lower(email)`, "=", email.toLowerCase()), ...(userId ? [q("id", "=", userId)] : [])]),
		)
		.execute();
	const byEmail = rows.find((row) => row.email?.toLowerCase() === email.toLowerCase());
	const wanted = userId === null ? byEmail : rows.find((row) => row.id === userId);
	if (userId !== null && !wanted) throw unfit("userId", "there is no such person in this workspace");
	if (wanted && byEmail && wanted.id !== byEmail.id) throw unfit("email", "this is somebody else's e-mail here");
	return wanted
		? { id: wanted.id, signsIn: wanted.is_active && (wanted.password_hash !== null || Boolean(wanted.has_signed_in)) }
		: null;
}

function unfit(path: string, message: string): CourtsideError {
	return new CourtsideError("unprocessable", `${path}: ${message}.`, { errors: [{ path, message }] });
}
