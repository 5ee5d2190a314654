import { sql } from "kysely";
import type { TerritoryAdviceJson } from "../../core/contract/territory-placing.ts";
import { type PlanUnits, planProblem } from "../../core/territory/plan-setup.ts";
import { type RebalanceAdvice, rebalanceNeed } from "../../core/territory/rebalance.ts";
import type { Db } from "../db/connect.ts";
import type { Workspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { showPercent } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { measureWord } from "./plan-words.ts";
import { ACCOUNT_MEASURES, type PlanAccount, readAccounts } from "./read-accounts.ts";

/** Less than this off its share is no reason to redraw anything; a plan in force says how far off is too far itself. */
const TOLERANCE = 0.25;
/** So many lines; whoever needs more draws anew anyway. */
const MOST = 12;

/** A team with whoever has accounts there. */
interface Team {
	id: string;
	name: string;
	people: { id: string; name: string; sells: boolean }[];
}

/** Why the territories of the teams in sight should be drawn anew, worst first: who left, joined, ramps, and what drifted. */
export async function adviseOn(
	db: Db,
	{ visibleOwners, workspace, viewer }: { visibleOwners: VisibleOwners; workspace: Workspace; viewer: Viewer },
): Promise<TerritoryAdviceJson> {
	const [accounts, teams, plans] = await Promise.all([
		readAccounts(db, { teamId: null, visibleOwners, workspace }),
		teamsOf(db),
		plansInForce(db),
	]);
	const owned = Map.groupBy(accounts, (a) => a.ownerId ?? "");
	const items = teams.flatMap((team) => {
		const own = team.people.flatMap((p) => owned.get(p.id) ?? []);
		if (own.length === 0 || team.people.length < 2) return [];
		const plan = plans.find((p) => p.teamId === team.id);
		return adviceOf(team, own, plan).map((advice) => ({ team, advice }));
	});
	items.sort((a, b) => Math.abs(b.advice.offShare) - Math.abs(a.advice.offShare));
	return {
		items: items.slice(0, MOST).map(({ team, advice }) => {
			const person = team.people[advice.district] ?? null;
			const off = showPercent(Math.round(100 * Math.abs(advice.offShare)), viewer.locale);
			const measure = measureWord(viewer, advice.measure ?? "accounts");
			const way = advice.offShare >= 0 ? "more" : "less";
			const words = { name: person?.name ?? "", team: team.name, off, measure, way };
			return {
				...{ team: { id: team.id, name: team.name }, code: advice.code, off: advice.offShare },
				...{
					person: person && { id: person.id, name: person.name },
					text: say(viewer, `terr.advice.${advice.code}`, words),
				},
			};
		}),
		asOf: new Date(workspace.now).toISOString(),
	};
}

/** A plan in force as far as advice needs it: what its accounts came to when it was made. */
interface InForce {
	teamId: string | null;
	tolerance: number;
	measures: Map<string, number>;
	/** What share of the whole each person's territory was to be, against the others'. */
	shares: Map<string, number>;
}

function adviceOf({ people }: Team, accounts: PlanAccount[], plan: InForce | undefined): RebalanceAdvice[] {
	const first = ACCOUNT_MEASURES.indexOf("potential");
	const hasPotential = accounts.some((a) => (a.measures[first] ?? 0) > 0);
	const [name, column] = hasPotential ? (["potential", first] as const) : (["accounts", 0] as const);
	const number = new Map(people.map((p, d) => [p.id, d]));
	const none = accounts.map(() => null);
	const units: PlanUnits = {
		...{ points: none, skills: none, languages: none, shapes: none, pairs: [] },
		measures: new Map([[name, Float64Array.from(accounts, (a) => a.measures[column] ?? 0)]]),
		today: Int32Array.from(accounts, (a) => number.get(a.ownerId ?? "") ?? -1),
		locked: new Int32Array(accounts.length).fill(-1),
	};
	const tolerance = plan?.tolerance ?? TOLERANCE;
	const measures = [{ name, tolerance }];
	const districts = people.map(() => ({ share: 1, start: { lat: 0, lon: 0 }, skills: [], languages: [] }));
	const { problem } = planProblem(units, districts, { measures, hangTogether: false, mostMoved: null, fit: "ignore" });
	const holders = people.map(({ id, sells }, district) => ({
		...{ district, personId: sells ? id : null, capacity: 1, ramp: plan?.shares.get(id) ?? 1 },
	}));
	const before = plan && hasPotential ? [Float64Array.from(accounts, (a) => plan.measures.get(a.id) ?? 0)] : undefined;
	return rebalanceNeed(problem, units.today, holders, { tolerance, ...(before && { before }) }).advice;
}

async function teamsOf(db: Db): Promise<Team[]> {
	const { rows } = await sql<Team>`select t.id::text as id, t.name,
			jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'sells', u.is_active and u.role = 'rep')
				order by u.name, u.id) as people
		from teams t join users u on u.team_id = t.id and u.merged_into_id is null
			and (u.role = 'rep' or exists (select from accounts a where a.owner_id = u.id))
			and (u.is_active or exists (select from accounts a where a.owner_id = u.id))
		group by t.id, t.name order by t.name`.execute(db);
	return rows;
}

async function plansInForce(db: Db): Promise<InForce[]> {
	const { rows } = await sql<{
		teamId: string | null;
		tolerance: number | null;
		accounts: Record<string, number> | null;
		shares: Record<string, number> | null;
	}>`select p.settings ->> 'teamId' as "teamId", (p.settings #>> '{wishes,measures,0,tolerance}')::float8 as tolerance,
			(select jsonb_object_agg(u.key, u.measures[array_position(array(
					select jsonb_array_elements_text(p.settings -> 'known')), 'potential')])
				from territory_plan_units u where u.plan_id = p.id and p.unit_kind = 'accounts') as accounts,
			(select jsonb_object_agg(d.owner_id, d.share) from territory_plan_districts d
				where d.plan_id = p.id and d.owner_id is not null) as shares
		from territory_plans p where p.state = 'applied'`.execute(db);
	return rows.map(({ teamId, tolerance, accounts, shares }) => ({
		...{ teamId, tolerance: tolerance ?? TOLERANCE },
		measures: new Map(Object.entries(accounts ?? {})),
		shares: new Map(Object.entries(shares ?? {})),
	}));
}
