import { z } from "zod";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { SyncPage } from "../../core/contract/host-sync.ts";
import type { OrgConnection } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import { describe } from "./fields-there.ts";

/** People that one change may name. */
const MOST_MEMBERS = 2000;
/** Roles, and people in them, that one organisation may have. */
const MOST_ROWS = 200_000;

const role = z.looseObject({ Id: z.string(), Name: z.string(), ParentRoleId: z.string().nullable().default(null) });
const person = z.looseObject({ Id: z.string(), UserRoleId: z.string() });
const team = z.object({
	id: z.string(),
	name: z.string(),
	parent: z.string().nullable(),
	members: z.array(z.string()),
});
type Role = z.infer<typeof role>;

/** Whether we are shown which role people have. */
export async function hasRoles(org: OrgConnection, there: ReadonlySet<string>): Promise<boolean> {
	return there.has("UserRole") && (await describe(org, "User")).some(({ name }) => name === "UserRoleId");
}

/** The roles that people have, and those above them, each above what lies beneath it. Roles are few: they are read whole. */
export async function rolesPage(org: OrgConnection): Promise<SyncPage> {
	const rowsOf = (soql: string) =>
		org.call((conn) => conn.query<Record<string, unknown>>(soql, { autoFetch: true, maxFetch: MOST_ROWS }));
	const roles = z
		.array(role)
		.parse((await rowsOf("SELECT Id, Name, ParentRoleId FROM UserRole ORDER BY Name, Id")).records);
	const people = z
		.array(person)
		.parse(
			(
				await rowsOf(
					"SELECT Id, UserRoleId FROM User WHERE UserType = 'Standard' AND IsActive = true AND UserRoleId != null ORDER BY Id",
				)
			).records,
		);
	const members = Map.groupBy(people, ({ UserRoleId }) => UserRoleId);
	const byId = new Map(roles.map((one) => [one.Id, one]));
	const paths = [...members.keys()].flatMap((id) => {
		const path = pathTo(id, byId);
		return path.length > 0 ? [path] : [];
	});
	const depth = new Map(paths.flatMap((path) => path.map((one, at) => [one.Id, at] as const)));
	const used = roles.filter(({ Id }) => depth.has(Id)).sort((a, b) => (depth.get(a.Id) ?? 0) - (depth.get(b.Id) ?? 0));
	const currency = await currencyOf(org);
	const records = used.flatMap(({ Id, ParentRoleId }) => {
		const mine = (members.get(Id) ?? []).map((one) => one.Id);
		const parts = Math.max(1, Math.ceil(mine.length / MOST_MEMBERS));
		return Array.from({ length: parts }, (_, at) => ({
			object: "UserRole",
			record: {
				id: Id,
				name: nameOf(Id, byId),
				parent: ParentRoleId,
				members: mine.slice(at * MOST_MEMBERS, (at + 1) * MOST_MEMBERS),
			} satisfies z.infer<typeof team>,
			currency,
		}));
	});
	return { object: "UserRole", records, cursors: {} };
}

/** A role as the team that its people are in. Who leads it is decided here: a role above says nothing of who its people are to each other. */
export function teamOf(record: unknown): CanonicalChange {
	const { id, name, parent, members } = team.parse(record);
	return {
		entity: "team",
		externalId: id,
		recordedAt: 0,
		fields: { name, parentExternalId: parent, memberExternalIds: members },
	};
}

/** From the topmost role down to this one; none where it is not shown to us. */
function pathTo(id: string, byId: ReadonlyMap<string, Role>): Role[] {
	const path: Role[] = [];
	for (let at = byId.get(id); at && !path.includes(at); at = byId.get(at.ParentRoleId ?? "")) path.unshift(at);
	return path;
}

/** Names of roles need not differ there; of two that are alike each is called with what lies above it. */
function nameOf(id: string, byId: ReadonlyMap<string, Role>): string {
	const own = byId.get(id);
	if (!own) return id;
	const isTwice = [...byId.values()].some(({ Id, Name }) => Id !== id && Name.toLowerCase() === own.Name.toLowerCase());
	const above = byId.get(own.ParentRoleId ?? "");
	return isTwice && above ? `${own.Name} (${above.Name})` : own.Name;
}
