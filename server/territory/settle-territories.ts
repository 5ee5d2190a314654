import { sql, type Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { changeDistrict, planDistricts } from "../db/territory-plans.ts";
import type { AppliedBefore } from "../db/territory-steps.ts";

/** Gives every territory of a plan a record and its person. Says how those stood that were there, and which were made. */
export async function settleTerritories(
	trx: Transaction<Tables>,
	tenantId: number,
	planId: string,
): Promise<Pick<AppliedBefore, "territories" | "made">> {
	const before: AppliedBefore["territories"] = [];
	const made: string[] = [];
	for (const { district, name, ownerId, territoryId } of await planDistricts(trx, planId)) {
		const held = territoryId === null ? undefined : await lockTerritory(trx, territoryId);
		if (held) {
			before.push(held);
			await trx
				.updateTable("territories")
				.set((eb) => ({
					owner_id: ownerId,
					plan_id: planId,
					version: eb("version", "+", 1),
					updated_at: sql<Date>`now()`,
				}))
				.where("id", "=", held.id)
				.execute();
			continue;
		}
		const { id } = await trx
			.insertInto("territories")
			.values({ tenant_id: tenantId, name: await freeName(trx, name), owner_id: ownerId, plan_id: planId })
			.returning("id")
			.executeTakeFirstOrThrow();
		made.push(id);
		await changeDistrict(trx, planId, district, { territoryId: id });
	}
	return { territories: before, made };
}

/** Puts territories back as they stood, where nobody changed them since, and takes those away that were made. */
export async function unsettleTerritories(
	trx: Transaction<Tables>,
	planId: string,
	before: Pick<AppliedBefore, "territories" | "made">,
): Promise<void> {
	for (const { id, ownerId, planId: plan } of before.territories) {
		await trx
			.updateTable("territories")
			.set((eb) => ({ owner_id: ownerId, plan_id: plan, version: eb("version", "+", 1), updated_at: sql<Date>`now()` }))
			.where("id", "=", id)
			.where("plan_id", "=", planId)
			.execute();
	}
	if (before.made.length === 0) return;
	await trx
		.updateTable("territory_plan_districts")
		.set({ territory_id: null })
		.where("plan_id", "=", planId)
		.where("territory_id", "in", before.made)
		.execute();
	await trx.deleteFrom("territories").where("id", "in", before.made).where("plan_id", "=", planId).execute();
}

async function lockTerritory(trx: Transaction<Tables>, id: string) {
	const row = await trx
		.selectFrom("territories")
		.select(["id", "owner_id", "plan_id"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	return row && { id: row.id, ownerId: row.owner_id, planId: row.plan_id };
}

/** The name, with a number behind it where another territory has it. */
async function freeName(trx: Transaction<Tables>, name: string): Promise<string> {
	const { rows } = await sql<{ name: string }>`select lower(name) as name from territories`.execute(trx);
	const taken = new Set(rows.map((row) => row.name));
	let free = name;
	for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} (${n})`;
	return free;
}
