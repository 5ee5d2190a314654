import { polygonToCells } from "h3-js";
import { CELL_SIZES, type CellSize, cellAt } from "./h3-cells.ts";
import { areaKm2Of, type Shape } from "./outlines.ts";
import type { GeoPoint } from "./unit-costs.ts";

/** What a record is known by when its territory is looked for. */
export type PlacingKind = "account" | "cell" | "postcode" | "region" | "country";

/** One rule: what is known by this key belongs to this district. */
export interface PlacingKey {
	kind: PlacingKind;
	key: string;
	district: number;
}

/** A lead or account as far as it says where it belongs. */
export interface Placed {
	/** Its account, or that of its company. */
	accountId: string | null;
	country: string | null;
	region: string | null;
	postcode: string | null;
	point: GeoPoint | null;
}

/** A unit of a plan with what it covers: an outline, or a code such as a postcode. */
export interface CoveringUnit {
	shape: Shape | null;
	code: string | null;
	district: number;
}

/** Cells that outlines are covered with: fine ones where all of them are at most so large. */
const FINE = 5;
const COARSE = 4;
const FINE_KM2 = 6e6;

/**
 * The rules that a plan comes to: each account of it by itself, what its outlines cover cell by cell, its codes, and for
 * what is farther away the district that has most accounts in its cell, region or country (the lower number on a tie).
 */
export function placingKeys(
	accounts: readonly (Placed & { district: number })[],
	units: readonly CoveringUnit[],
): PlacingKey[] {
	const keys = new Map<string, PlacingKey>();
	const add = (kind: PlacingKind, key: string, district: number): void => {
		if (!keys.has(`${kind} ${key}`)) keys.set(`${kind} ${key}`, { kind, key, district });
	};
	for (const { accountId, district } of accounts) if (accountId) add("account", accountId, district);
	const isFine = units.reduce((sum, { shape }) => sum + (shape ? areaKm2Of(shape) : 0), 0) < FINE_KM2;
	for (const { shape, code, district } of units) {
		if (code) add("postcode", code.toLowerCase(), district);
		for (const part of shape ?? []) {
			// h3 takes rings as [longitude, latitude] when told so.
			for (const cell of polygonToCells(part, isFine ? FINE : COARSE, true)) add("cell", cell, district);
		}
	}
	const most = (kind: PlacingKind, keyOf: (account: Placed) => string | null): void => {
		const votes = new Map<string, Map<number, number>>();
		for (const account of accounts) {
			const key = keyOf(account);
			if (key === null) continue;
			const of = votes.get(key) ?? new Map<number, number>();
			votes.set(key, of.set(account.district, (of.get(account.district) ?? 0) + 1));
		}
		for (const [key, of] of votes) {
			const [winner] = [...of].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
			if (winner) add(kind, key, winner[0]);
		}
	};
	most("cell", ({ point }) => (point ? cellAt(point, COARSE as CellSize) : null));
	most("region", regionKey);
	most("country", countryKey);
	return [...keys.values()];
}

/** The keys a record is looked for by, the surest first. */
export function keysOf(record: Placed): { kind: PlacingKind; key: string }[] {
	const keys: { kind: PlacingKind; key: string }[] = [];
	if (record.accountId) keys.push({ kind: "account", key: record.accountId });
	const { point, postcode } = record;
	if (point) for (const size of CELL_SIZES.toReversed()) keys.push({ kind: "cell", key: cellAt(point, size) });
	const code = postcode?.toLowerCase().trim() ?? "";
	for (let length = code.length; length >= 2; length--) keys.push({ kind: "postcode", key: code.slice(0, length) });
	const [region, country] = [regionKey(record), countryKey(record)];
	if (region) keys.push({ kind: "region", key: region });
	if (country) keys.push({ kind: "country", key: country });
	return keys;
}

function regionKey({ country, region }: Placed): string | null {
	return region ? `${country?.toLowerCase() ?? ""}|${region.toLowerCase()}` : null;
}

function countryKey({ country }: Placed): string | null {
	return country?.toLowerCase() ?? null;
}
