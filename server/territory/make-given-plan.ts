import { CourtsideError } from "../../core/contract/problem.ts";
import { boxOf, isWithin, lies } from "../../core/territory/outlines.ts";
import { ACCOUNTS, middlePoint } from "../../core/territory/plan-setup.ts";
import type { FileUnit } from "../../core/territory/unit-sheet.ts";
import type { Writer } from "../db/own-write.ts";
import { insertPlan, type NewPlanUnit, type PlanDistrictRow } from "../db/territory-plans.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { MOST_CHOICES, planPeople, usualMeasures } from "./make-plan.ts";
import { type PlanAccount, readAccounts } from "./read-accounts.ts";
import type { ReadUnits } from "./read-unit-files.ts";

/**
 * Keeps a plan of units from files: the people or territories that they name, else as many as asked. Accounts that lie in
 * a unit, or name its key as their postcode, go with it. Gives the plan's id.
 */
export async function makeGivenPlan(
	writer: Writer,
	asked: { name: string; territories?: number | undefined },
	read: ReadUnits,
	viewer: Viewer,
): Promise<string> {
	const { trx, principal, workspace } = writer;
	const { tenantId, userId, visibleOwners } = principal;
	const people = await planPeople(trx, { teamId: null, visibleOwners });
	const names = [...new Set(read.units.flatMap(({ today }) => today ?? []))].sort();
	const byName = new Map(people.map((p) => [p.name.toLowerCase(), p]));
	const count = Math.max(names.length, asked.territories ?? 0) || people.length;
	if (count < 1 || count > read.units.length || count * read.units.length > MOST_CHOICES) {
		const message = `${count} territories from ${read.units.length} units will not do. Say how many territories there are to be.`;
		throw new CourtsideError("unprocessable", message, { errors: [{ path: "territories", message }] });
	}
	const accounts = await readAccounts(trx, { teamId: null, visibleOwners, workspace });
	const members = membersOf(read.units, accounts);
	const inUnit = Map.groupBy(members, (m) => m.unit);
	const known = read.measures.includes(ACCOUNTS) || members.length === 0 ? read.measures : [...read.measures, ACCOUNTS];
	const units = read.units.map(
		(unit, u): NewPlanUnit => ({
			...{ unit: u, key: unit.key, name: unit.name, point: unit.point, shape: unit.shape },
			measures: known.map((name) => unit.measures.get(name) ?? (name === ACCOUNTS ? (inUnit.get(u)?.length ?? 0) : 0)),
			today: unit.today === null ? -1 : names.indexOf(unit.today),
			...{ lockedTo: null, skill: null, language: null },
		}),
	);
	const districts = Array.from({ length: count }, (_, d): Omit<PlanDistrictRow, "ownerName"> => {
		const person = names[d] === undefined ? undefined : byName.get(names[d].toLowerCase());
		const own = units.filter((u) => u.today === d);
		return {
			...{ district: d, name: names[d] ?? say(viewer, "terr.vacantName", { n: d - names.length + 1 }) },
			...{ ownerId: person?.id ?? null, territoryId: person?.territoryId ?? null, share: 1 },
			start: middlePoint(own.map((u) => u.point)),
			...{ skills: person?.skills ?? [], languages: person?.languages ?? [] },
		};
	});
	const balanced = read.measures.slice(0, 3).map((name) => ({ name, tolerance: 0.1 }));
	const measures =
		balanced.length > 0
			? balanced
			: usualMeasures(
					units.map((u) => u.measures),
					known,
				);
	const wishes = {
		measures,
		hangTogether: read.hasPairs,
		mostMoved: names.length > 0 ? 0.25 : null,
		fit: "ignore" as const,
	};
	const settings = { wishes, known, teamId: null, asOf: workspace.now };
	return insertPlan(trx, tenantId, {
		...{ name: asked.name, unitKind: "given", settings, by: userId },
		...{ units, members, pairs: read.pairs, districts },
	});
}

/** Which account lies in which unit: in its outline, else by its key as postcode. */
function membersOf(
	units: readonly FileUnit[],
	accounts: readonly PlanAccount[],
): { accountId: string; unit: number }[] {
	const byKey = new Map(units.map(({ key }, u) => [key.toLowerCase(), u]));
	const boxes = units.map(({ shape }) => (shape ? boxOf(shape) : null));
	return accounts.flatMap((account) => {
		const { point, postcode } = account;
		const byCode = postcode === null ? undefined : byKey.get(postcode.toLowerCase());
		if (byCode !== undefined) return [{ accountId: account.id, unit: byCode }];
		if (!point || !account.isPlaced) return [];
		const unit = units.findIndex(({ shape }, u) => {
			const box = boxes[u];
			return box && shape !== null && isWithin(point, box) && lies(point, shape);
		});
		return unit === -1 ? [] : [{ accountId: account.id, unit }];
	});
}
