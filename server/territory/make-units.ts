import type { TerritoryUnitKind } from "../../core/model/planning.ts";
import { CELL_SIZES, type CellSize, cellAt, cellMiddle, cellPairs, cellShape } from "../../core/territory/h3-cells.ts";
import { type Box, boxOf, isWithin, lies, outlinesOf, type Shape } from "../../core/territory/outlines.ts";
import { ACCOUNTS, middlePoint } from "../../core/territory/plan-setup.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { NewPlanUnit } from "../db/territory-plans.ts";
import { type Outline, outlinesFrom } from "./atlas.ts";
import { countryDigits } from "./country-codes.ts";
import { ACCOUNT_MEASURES, type PlanAccount } from "./read-accounts.ts";

/** Units made of accounts, the accounts in each by the unit's number, and which units touch. */
export interface MadeUnits {
	units: NewPlanUnit[];
	members: { accountId: string; unit: number }[];
	pairs: [number, number][];
}

interface Bag {
	key: string;
	name: string;
	point: GeoPoint | null;
	shape: Shape | null;
	accounts: PlanAccount[];
}

/** Accounts as units: each by itself, or by cell, region, postcode, country or county. Accounts that lie in none are left out. */
export async function makeUnits(
	kind: Exclude<TerritoryUnitKind, "given">,
	accounts: readonly PlanAccount[],
	{ cellSize, districtOf }: { cellSize: number; districtOf: (ownerId: string | null) => number },
): Promise<MadeUnits> {
	const size = CELL_SIZES.find((one): one is CellSize => one === cellSize) ?? 4;
	const made = await BAGS[kind](accounts, size);
	// Accounts of one name are the company's own matter.
	const bags = kind === "accounts" ? made : numbered(made);
	const units = bags.map((bag, unit): NewPlanUnit => {
		const measures = ACCOUNT_MEASURES.map((_, m) =>
			bag.accounts.reduce((sum, a) => sum + (a.measures[m] as number), 0),
		);
		const only = bag.accounts.length === 1 ? bag.accounts[0] : undefined;
		return {
			...{ unit, key: bag.key, name: bag.name, point: bag.point, shape: bag.shape, measures },
			today: mostOf(bag.accounts.map((a) => districtOf(a.ownerId))),
			lockedTo: null,
			skill: only?.industry ?? null,
			language: only?.language ?? null,
		};
	});
	const members = bags.flatMap((bag, unit) => bag.accounts.map((a) => ({ accountId: a.id, unit })));
	const pairs: [number, number][] =
		kind === "cells"
			? cellPairs(bags.map((bag) => bag.key))
			: bags.every((bag) => bag.shape !== null)
				? outlinesOf(bags.map((bag) => bag.shape)).shared.map(({ a, b }) => [a, b])
				: [];
	return { units, members, pairs };
}

const BAGS: Record<
	Exclude<TerritoryUnitKind, "given">,
	(accounts: readonly PlanAccount[], size: CellSize) => Bag[] | Promise<Bag[]>
> = {
	accounts: (accounts) =>
		accounts.map((a) => ({ key: a.id, name: a.name, point: a.point, shape: null, accounts: [a] })),
	cells: (accounts, size) =>
		bagged(
			accounts,
			(a) => a.point && cellAt(a.point, size),
			(cell, held) => ({ name: placeName(held), point: cellMiddle(cell), shape: cellShape(cell) }),
		),
	regions: (accounts) =>
		bagged(
			accounts,
			(a) => [a.country, a.region].filter(Boolean).join(" · ") || null,
			(name, held) => ({ name, point: middlePoint(held.map((a) => a.point)), shape: null }),
		),
	postcodes: (accounts) =>
		bagged(accounts, postcodeKey, (key, held) => {
			const [country, code = ""] = key.split("|");
			return {
				name: country ? `${code} · ${country}` : code,
				point: middlePoint(held.map((a) => a.point)),
				shape: null,
			};
		}),
	async countries(accounts) {
		const known = new Map((await outlinesFrom("countries")).map((o) => [o.id, o]));
		return bagged(
			accounts,
			(a) => (a.country === null ? null : known.has(countryDigits(a.country) ?? "") ? countryDigits(a.country) : null),
			(digits) => outlined(known.get(digits)),
		);
	},
	async counties(accounts) {
		const counties = await outlinesFrom("counties");
		const boxes = counties.map(({ shape }) => boxOf(shape));
		const inUnitedStates = accounts.filter((a) => a.point && a.country && countryDigits(a.country) === "840");
		const countyOf = new Map(
			inUnitedStates.map((a) => [
				a.id,
				counties.find(
					({ shape }, k) => isWithin(a.point as GeoPoint, boxes[k] as Box) && lies(a.point as GeoPoint, shape),
				)?.id ?? null,
			]),
		);
		const states = new Set([...countyOf.values()].flatMap((fips) => (fips ? [fips.slice(0, 2)] : [])));
		const held = Map.groupBy(inUnitedStates, (a) => countyOf.get(a.id) ?? null);
		// There is an Adams County in a dozen states.
		const stateNames = new Map((await outlinesFrom("states")).map(({ id, name }) => [id, name]));
		// Counties without accounts belong to somebody too: tomorrow's account lies in one of them.
		return counties
			.filter(({ id }) => states.has(id.slice(0, 2)))
			.map((county) => ({
				...{ key: county.id, ...outlined(county), accounts: held.get(county.id) ?? [] },
				name: [county.name, stateNames.get(county.id.slice(0, 2))].filter(Boolean).join(", "),
			}));
	},
};

/** Units of one name are told apart by a number, in their order. */
function numbered(bags: Bag[]): Bag[] {
	const counts = Map.groupBy(bags, ({ name }) => name);
	return bags.map((bag) => {
		const twins = counts.get(bag.name) ?? [];
		return twins.length > 1 ? { ...bag, name: `${bag.name} ${twins.indexOf(bag) + 1}` } : bag;
	});
}

/** "DE|10115": the same digits in another country are another place. */
function postcodeKey({ country, postcode }: PlanAccount): string | null {
	const code = postcode?.trim().toUpperCase() ?? "";
	return code === "" ? null : `${country ?? ""}|${code}`;
}

function bagged(
	accounts: readonly PlanAccount[],
	keyOf: (account: PlanAccount) => string | null,
	about: (key: string, held: PlanAccount[]) => Pick<Bag, "name" | "point" | "shape">,
): Bag[] {
	const groups = Map.groupBy(accounts, keyOf);
	return [...groups].flatMap(([key, held]) => (key === null ? [] : [{ key, ...about(key, held), accounts: held }]));
}

function outlined(outline: Outline | undefined): Pick<Bag, "name" | "point" | "shape"> {
	return { name: outline?.name ?? "", point: outline?.middle ?? null, shape: outline?.shape ?? null };
}

/** What people call the place of accounts: the region that most of them name, else their country. */
function placeName(accounts: readonly PlanAccount[]): string {
	const names = Map.groupBy(accounts, (a) => a.region ?? a.country ?? "");
	const [name] = [...names].sort((a, b) => b[1].length - a[1].length)[0] ?? [""];
	return name === "" ? ACCOUNTS : name;
}

function mostOf(districts: readonly number[]): number {
	const counts = Map.groupBy(
		districts.filter((d) => d !== -1),
		(d) => d,
	);
	return [...counts].sort((a, b) => b[1].length - a[1].length || a[0] - b[0])[0]?.[0] ?? -1;
}
