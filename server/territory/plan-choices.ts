import { sql } from "kysely";
import type { PlanChoicesJson } from "../../core/contract/territory-plans.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { Db } from "../db/connect.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import { outlinesFrom } from "./atlas.ts";
import { countryDigits } from "./country-codes.ts";
import { ACCOUNT_MEASURES } from "./read-accounts.ts";

/** Mean areas of cells, km² (H3's own table). */
const CELL_KM2 = [
	{ size: 3, km2: 12_393 },
	{ size: 4, km2: 1770 },
	{ size: 5, km2: 253 },
	{ size: 6, km2: 36 },
];
/** Places to start from that are offered by name; further ones are typed as coordinates. */
const MOST_PLACES = 300;

/** What a person may choose from for a new plan, as far as they see it. */
export async function planChoicesOf(db: Db, visibleOwners: VisibleOwners): Promise<PlanChoicesJson> {
	const { rows: teams } = await sql<PlanChoicesJson["teams"][number]>`
		select t.id::text as id, t.name, count(distinct u.id)::int as people, coalesce(sum(n.accounts), 0)::int as accounts,
			array_agg(distinct u.id::text) as members
		from teams t join team_ancestors a on a.ancestor_id = t.id
		join users u on u.team_id = a.team_id and u.is_active and u.role = 'rep'
		left join lateral (select count(*)::int as accounts from accounts c where c.owner_id = u.id) n on true
		where ${ownedInSight(sql`u.id`, visibleOwners)}
		group by t.id, t.name having count(distinct u.id) > 1 order by count(distinct u.id), t.name`.execute(db);
	const { rows: people } = await sql<PlanChoicesJson["people"][number]>`
		select u.id::text as id, u.name, u.team_id::text as "teamId",
			(select count(*)::int from accounts c where c.owner_id = u.id) as accounts,
			coalesce(r.skills, '{}') as skills, coalesce(r.languages, '{}') as languages
		from users u left join routing_people r on r.user_id = u.id
		where u.is_active and u.merged_into_id is null and u.role = 'rep'
			and ${ownedInSight(sql`u.id`, visibleOwners)} order by u.name, u.id`.execute(db);
	const { rows: counts } = await sql<{ accounts: number; placed: number }>`
		select count(*)::int as accounts, count(p.account_id)::int as placed
		from accounts a left join account_places p on p.account_id = a.id
		where ${ownedInSight(sql`a.owner_id`, visibleOwners)}`.execute(db);
	const places = await placesOf(db, visibleOwners);
	const { accounts, placed } = counts[0] ?? { accounts: 0, placed: 0 };
	return { teams, people, places, accounts, placed, known: [...ACCOUNT_MEASURES], cellSizes: CELL_KM2 };
}

/** Regions by the middle of the accounts there (on the globe: the mean of their directions), then countries. */
async function placesOf(db: Db, visibleOwners: VisibleOwners): Promise<PlanChoicesJson["places"]> {
	const { rows } = await sql<{ country: string | null; region: string | null; x: number; y: number; z: number }>`
		select a.country, a.region, avg(cosd(p.lat) * cosd(p.lon)) as x, avg(cosd(p.lat) * sind(p.lon)) as y,
			avg(sind(p.lat)) as z
		from accounts a join account_places p on p.account_id = a.id
		where a.region is not null and ${ownedInSight(sql`a.owner_id`, visibleOwners)}
		group by a.country, a.region order by count(*) desc, a.region limit ${MOST_PLACES}`.execute(db);
	const regions = rows.map(({ country, region, x, y, z }) => ({
		name: [region, country].filter(Boolean).join(", "),
		point: rounded({ lat: degrees(Math.atan2(z, Math.hypot(x, y))), lon: degrees(Math.atan2(y, x)) }),
	}));
	const { rows: named } = await sql<{ country: string }>`select a.country from accounts a
		where a.country is not null and ${ownedInSight(sql`a.owner_id`, visibleOwners)}
		group by a.country order by count(*) desc, a.country limit ${MOST_PLACES}`.execute(db);
	const outlines = new Map((await outlinesFrom("countries")).map(({ id, name, middle }) => [id, { name, middle }]));
	const countries = new Map(
		named.flatMap(({ country }) => {
			const outline = outlines.get(countryDigits(country) ?? "");
			return outline?.middle ? [[outline.name, { name: outline.name, point: rounded(outline.middle) }] as const] : [];
		}),
	);
	return [...regions, ...countries.values()];
}

function rounded({ lat, lon }: GeoPoint): GeoPoint {
	return { lat: Number(lat.toFixed(3)), lon: Number(lon.toFixed(3)) };
}

function degrees(radians: number): number {
	return (radians * 180) / Math.PI;
}
