import type { Transaction } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** Hours a week that somebody has for customers, and since when they sell. */
export interface RepHours {
	userId: string;
	hoursPerWeek: number;
	startedOn: PlainDate | null;
}

/** Everybody whose hours were said. */
export async function listRepHours(db: Db): Promise<RepHours[]> {
	return db
		.selectFrom("rep_hours")
		.select(["user_id as userId", "hours_per_week as hoursPerWeek", "started_on as startedOn"])
		.execute();
}

/** Sets them for some; null takes one away. Gives how many are people of the workspace. */
export async function saveRepHours(
	trx: Transaction<Tables>,
	tenantId: number,
	hours: (Omit<RepHours, "hoursPerWeek"> & { hoursPerWeek: number | null })[],
): Promise<number> {
	const known = await trx
		.selectFrom("users")
		.select("id")
		.where("id", "in", [...hours.map((h) => h.userId), "00000000-0000-0000-0000-000000000000"])
		.execute();
	const here = new Set(known.map((u) => u.id));
	for (const { userId, hoursPerWeek, startedOn } of hours.filter((h) => here.has(h.userId))) {
		if (hoursPerWeek === null) {
			await trx.deleteFrom("rep_hours").where("user_id", "=", userId).execute();
			continue;
		}
		const values = { hours_per_week: hoursPerWeek, started_on: startedOn };
		await trx
			.insertInto("rep_hours")
			.values({ tenant_id: tenantId, user_id: userId, ...values })
			.onConflict((conflict) => conflict.columns(["tenant_id", "user_id"]).doUpdateSet(values))
			.execute();
	}
	return here.size;
}
