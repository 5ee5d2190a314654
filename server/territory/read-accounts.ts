import { sql } from "kysely";
import { minorDigits } from "../../core/model/money.ts";
import { accountPotential, sizeClassOf } from "../../core/territory/account-potential.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { Db } from "../db/connect.ts";
import { currencyFactors, membersBeneath } from "../db/deals.ts";
import { timestamp } from "../db/values.ts";
import type { Workspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import { outlinesFrom } from "./atlas.ts";
import { countryDigits } from "./country-codes.ts";
import { placeTold } from "./told-places.ts";

/** What is known of every account: one each, what such accounts buy, what it bought, what is open, how much it is dealt with. */
export const ACCOUNT_MEASURES = ["accounts", "potential", "revenue", "pipeline", "workload", "employees"] as const;

/** An account as it is planned with. Amounts are in major units of the reporting currency. */
export interface PlanAccount {
	id: string;
	name: string;
	ownerId: string | null;
	country: string | null;
	region: string | null;
	postcode: string | null;
	industry: string | null;
	language: string | null;
	/** Its own place, else the middle of its country. */
	point: GeoPoint | null;
	isPlaced: boolean;
	/** In the order of {@link ACCOUNT_MEASURES}. */
	measures: number[];
}

/** Twelve months, the span of what was bought and done. */
const YEAR_MS = 365 * 86_400_000;

/** The accounts that one sees, or those of a team's people, with what they come to as of now. */
export async function readAccounts(
	db: Db,
	{
		teamId,
		visibleOwners,
		workspace,
	}: { teamId: string | null; visibleOwners: VisibleOwners; workspace: Pick<Workspace, "now" | "currency"> },
): Promise<PlanAccount[]> {
	const factors = await currencyFactors(db, workspace.now);
	const since = timestamp(workspace.now - YEAR_MS);
	const inTeam = teamId === null ? sql`true` : sql`a.owner_id in ${membersBeneath(teamId)}`;
	const { rows } = await sql<Row>`with rates as (
			select * from unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[]) as f(currency, factor)),
		worth as (select d.account_id,
				sum(d.amount_minor * f.factor) filter (where d.status = 'won' and d.closed_at >= ${since}) as won,
				sum(d.amount_minor * f.factor) filter (where d.status = 'open') as open
			from deals d left join rates f on f.currency = d.currency group by d.account_id),
		work as (select account_id, count(*)::int as n from activities
			where occurred_at >= ${since} and account_id is not null group by account_id)
		select a.id, a.name, a.owner_id as "ownerId", a.country, a.region, a.industry, a.employees, a.extra, p.lat, p.lon,
			coalesce(w.won, 0)::float8 as won, coalesce(w.open, 0)::float8 as open, coalesce(k.n, 0) as contacts
		from accounts a left join account_places p on p.account_id = a.id left join worth w on w.account_id = a.id
			left join work k on k.account_id = a.id
		where ${inTeam} and ${ownedInSight(sql`a.owner_id`, visibleOwners)} order by a.id`.execute(db);
	const middles = new Map((await outlinesFrom("countries")).map(({ id, middle }) => [id, middle]));
	const major = (minor: number): number => minor / 10 ** minorDigits(workspace.currency);
	const kindOf = ({ industry, employees }: Row) => ({ industry, sizeClass: sizeClassOf(employees) });
	const potential = accountPotential(
		rows.map((row) => ({ ...kindOf(row), accounts: 1, bought: major(row.won) })),
		1,
	);
	return rows.map((row): PlanAccount => {
		const told = placeTold(row.extra);
		const own = row.lat !== null && row.lon !== null ? { lat: row.lat, lon: row.lon } : told.point;
		const country = row.country === null ? null : (middles.get(countryDigits(row.country) ?? "") ?? null);
		const measures = [1, potential(kindOf(row)), major(row.won), major(row.open), row.contacts, row.employees ?? 0];
		const { id, name, ownerId, industry } = row;
		return {
			...{ id, name, ownerId, industry, country: row.country, region: row.region ?? told.region },
			...{ postcode: told.postcode, language: told.language, point: own ?? country, isPlaced: own !== null, measures },
		};
	});
}

interface Row {
	id: string;
	name: string;
	ownerId: string | null;
	country: string | null;
	region: string | null;
	industry: string | null;
	employees: number | null;
	extra: unknown;
	lat: number | null;
	lon: number | null;
	won: number;
	open: number;
	contacts: number;
}
