import { expect, it } from "vitest";
import { distanceKm } from "../territory/unit-costs.ts";
import { REGIONS } from "./geography.ts";
import { accountPlaces } from "./towns.ts";

const patches = REGIONS.flatMap((r) => r.teams.flatMap((t) => t.patches.map((p) => p.name)));

it("places the accounts of every patch together, the same for the same seed", () => {
	const accounts = patches.flatMap((region) => [1, 2, 3].map((k) => ({ id: `${region} ${k}`, region })));
	const places = accountPlaces(1, accounts);
	expect(places).toHaveLength(accounts.length);
	expect(accountPlaces(1, accounts)).toEqual(places);
	for (const region of patches) {
		const own = places.filter((p) => p.accountId.startsWith(`${region} `));
		// No patch is larger than the mountains.
		for (const a of own) for (const b of own) expect(distanceKm(a, b)).toBeLessThan(2000);
	}
	expect(accountPlaces(1, [{ id: "x", region: null }])).toEqual([]);
});
