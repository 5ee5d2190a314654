import { sql } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { makePlanRequest } from "../../core/contract/territory-plan-requests.ts";
import { ACCOUNTS, middlePoint, type PlanWishes } from "../../core/territory/plan-setup.ts";
import { territoriesNeeded } from "../../core/territory/territories-needed.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { Db } from "../db/connect.ts";
import { membersBeneath } from "../db/deals.ts";
import type { Writer } from "../db/own-write.ts";
import { insertPlan, type PlanDistrictRow } from "../db/territory-plans.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Viewer } from "../views/viewer.ts";
import { say } from "../views/viewer.ts";
import { makeUnits } from "./make-units.ts";
import { ACCOUNT_MEASURES, type PlanAccount, readAccounts } from "./read-accounts.ts";

/** Units × territories that a plan may have: above it a search within minutes says little. */
export const MOST_CHOICES = 4_000_000;

/** Somebody who may have a territory. */
export interface PlanPerson {
	id: string;
	name: string;
	teamId: string | null;
	skills: string[];
	languages: string[];
	territoryId: string | null;
	territoryName: string | null;
}

/** People who sell, as far as one sees them: their own, and those of a team where one is named. */
export async function planPeople(
	db: Db,
	{ teamId, visibleOwners }: { teamId: string | null; visibleOwners: VisibleOwners },
): Promise<PlanPerson[]> {
	const inTeam = teamId === null ? sql`true` : sql`u.id in ${membersBeneath(teamId)}`;
	const { rows } = await sql<PlanPerson>`select u.id::text as id, u.name, u.team_id::text as "teamId",
			coalesce(r.skills, '{}') as skills, coalesce(r.languages, '{}') as languages,
			t.id::text as "territoryId", t.name as "territoryName"
		from users u left join routing_people r on r.user_id = u.id
		left join lateral (select t.id, t.name from territories t where t.owner_id = u.id
			order by t.plan_id is null, t.parent_id is null, t.name limit 1) t on true
		where u.is_active and u.merged_into_id is null and u.role = 'rep' and ${inTeam}
			and ${ownedInSight(sql`u.id`, visibleOwners)} order by u.name, u.id`.execute(db);
	return rows;
}

/**
 * Keeps a new plan made from today's accounts and owners, and gives its id. Throws unprocessable where there is nothing
 * to part, or nobody to part it among.
 */
export async function makePlan(
	writer: Writer,
	asked: z.output<typeof makePlanRequest>,
	viewer: Viewer,
): Promise<string> {
	const { trx, principal, workspace } = writer;
	const { tenantId, userId, visibleOwners } = principal;
	const teamId = asked.teamId ?? null;
	const everybody = await planPeople(trx, { teamId, visibleOwners });
	const people = asked.people ? everybody.filter((p) => asked.people?.includes(p.id)) : everybody;
	const unknown = asked.people?.find((id) => !everybody.some((p) => p.id === id));
	if (unknown) throw refused("people", `${unknown} is none of the people who sell there.`);
	const seats = new Map(asked.seats?.map((seat) => [seat.personId, seat]));
	const stranger = [...seats.keys()].find((id) => !people.some((p) => p.id === id));
	if (stranger) throw refused("seats", `${stranger} gets no territory of this plan.`);
	const accounts = await readAccounts(trx, { teamId, visibleOwners, workspace });
	if (accounts.length === 0) throw refused("teamId", "Nobody there has accounts: there is nothing to part.");
	const known = [...ACCOUNT_MEASURES];
	const count = countOf(asked, accounts, people.length, known);
	const number = new Map(people.map((p, k) => [p.id, k]));
	const districtOf = (ownerId: string | null) => (ownerId === null ? -1 : (number.get(ownerId) ?? -1));
	const made = await makeUnits(asked.unitKind, accounts, { cellSize: asked.cellSize, districtOf });
	if (made.units.length < count) {
		const message = `${count} territories from ${made.units.length} units: each needs one at least. Choose smaller units or fewer territories.`;
		throw refused("unitKind", message);
	}
	if (made.units.length * count > MOST_CHOICES) {
		throw refused(
			"unitKind",
			`${made.units.length} units over ${count} territories are too many. Take a team, or larger units.`,
		);
	}
	const starts = startsOf(accounts, districtOf, people.length);
	const districts = Array.from({ length: count }, (_, d): Omit<PlanDistrictRow, "ownerName"> => {
		const person = people[d];
		const seat = seats.get(person?.id ?? "");
		return {
			district: d,
			name: person
				? (person.territoryName ?? person.name)
				: say(viewer, "terr.vacantName", { n: d - people.length + 1 }),
			...{ ownerId: person?.id ?? null, territoryId: person?.territoryId ?? null },
			...{ share: 1, start: seat?.start ?? starts[d] ?? null },
			skills: seat?.skills ?? person?.skills ?? [],
			languages: seat?.languages ?? person?.languages ?? [],
		};
	});
	const wishes: PlanWishes = {
		measures:
			asked.measures ??
			usualMeasures(
				made.units.map((u) => u.measures),
				known,
			),
		...{ hangTogether: asked.hangTogether && made.pairs.length > 0, mostMoved: asked.mostMoved, fit: asked.fit },
	};
	refuseUnknown(wishes, known);
	const settings = { wishes, known, teamId, asOf: workspace.now };
	const { name, unitKind } = asked;
	return insertPlan(trx, tenantId, { name, unitKind, settings, by: userId, ...made, districts });
}

/** Refuses a wish about what is not known of the units. */
export function refuseUnknown(wishes: Pick<PlanWishes, "measures">, known: readonly string[]): void {
	const missing = wishes.measures.find(({ name }) => !known.includes(name));
	if (missing) throw refused("measures", `There is no ${missing.name}; choose from ${known.join(", ")}.`);
}

/** What is balanced where nobody says: potential where there is any, and the number of accounts more loosely. */
export function usualMeasures(
	values: readonly (readonly number[])[],
	known: readonly string[],
): PlanWishes["measures"] {
	const hasAny = (name: string) => values.some((row) => (row[known.indexOf(name)] ?? 0) > 0);
	const first = ["potential", "revenue", "workload"].find(hasAny);
	return [...(first ? [{ name: first, tolerance: 0.1 }] : []), { name: ACCOUNTS, tolerance: first ? 0.25 : 0.1 }];
}

function countOf(
	asked: z.output<typeof makePlanRequest>,
	accounts: readonly PlanAccount[],
	people: number,
	known: readonly string[],
): number {
	const { carries } = asked;
	if (carries && !known.includes(carries.name)) {
		throw refused("carries", `There is no ${carries.name}; choose from ${known.join(", ")}.`);
	}
	const values = Float64Array.from(accounts, (a) => a.measures[known.indexOf(carries?.name ?? "")] ?? 0);
	const count = carries ? Math.max(people, territoriesNeeded(values, carries.most)) : people + asked.vacant;
	if (count < 1)
		throw refused("people", "Nobody there sells. Choose another team, or add territories without a person.");
	return count;
}

/** Where each person starts from: in the middle of the accounts that are theirs today. */
function startsOf(
	accounts: readonly PlanAccount[],
	districtOf: (ownerId: string | null) => number,
	people: number,
): (GeoPoint | null)[] {
	const own = Map.groupBy(accounts, (a) => districtOf(a.ownerId));
	return Array.from({ length: people }, (_, d) => middlePoint((own.get(d) ?? []).map((a) => a.point)));
}

function refused(path: string, message: string): CourtsideError {
	return new CourtsideError("unprocessable", `${path}: ${message}`, { errors: [{ path, message }] });
}
