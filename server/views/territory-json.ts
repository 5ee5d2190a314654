import type { TerritoryJson } from "../../core/contract/planning.ts";
import type { TerritoryRow } from "../db/territories.ts";

/** A territory as it is answered. */
export function territoryJson(row: TerritoryRow): TerritoryJson {
	const { ownerId, ownerName, updatedAt, ...rest } = row;
	return {
		...rest,
		owner: ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName },
		updatedAt: new Date(updatedAt).toISOString(),
	};
}
