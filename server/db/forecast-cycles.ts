import type { Transaction } from "kysely";
import type { CallCycleJson } from "../../core/contract/forecast-calls.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** Until somebody sets one: Fridays until six in the evening, reminded the day before, switched off. */
const USUAL: CallCycleJson = {
	isOn: false,
	grain: "quarter",
	weekday: 5,
	dueMinute: 18 * 60,
	remindDaysBefore: 1,
	version: 0,
};

/** When calls are due here. */
export async function readCycle(db: Db): Promise<CallCycleJson> {
	const row = await db
		.selectFrom("forecast_cycles")
		.select([
			"is_on as isOn",
			"grain",
			"weekday",
			"due_minute as dueMinute",
			"remind_days_before as remindDaysBefore",
			"version",
		])
		.executeTakeFirst();
	return row ?? USUAL;
}

/** Sets when calls are due; `version` is the one before it. False when somebody else has set it meanwhile. */
export async function saveCycle(trx: Transaction<Tables>, tenantId: number, cycle: CallCycleJson): Promise<boolean> {
	const values = {
		is_on: cycle.isOn,
		grain: cycle.grain,
		weekday: cycle.weekday,
		due_minute: cycle.dueMinute,
		remind_days_before: cycle.remindDaysBefore,
		version: cycle.version + 1,
	};
	if (cycle.version === 0) {
		const made = await trx
			.insertInto("forecast_cycles")
			.values({ tenant_id: tenantId, ...values })
			.onConflict((conflict) => conflict.doNothing())
			.returning("version")
			.executeTakeFirst();
		return made !== undefined;
	}
	const changed = await trx
		.updateTable("forecast_cycles")
		.set(values)
		.where("version", "=", cycle.version)
		.returning("version")
		.executeTakeFirst();
	return changed !== undefined;
}
