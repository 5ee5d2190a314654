import { callStandings, roundAt } from "../../core/forecast/calls/call-cycle.ts";
import type { Instant } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { formatDay } from "../../core/words/format-date.ts";
import type { Vault } from "../auth/vault.ts";
import type { Database } from "../db/connect.ts";
import { callsOfPeriod } from "../db/forecast-calls.ts";
import { readCycle } from "../db/forecast-cycles.ts";
import { listPeople, listTeams } from "../db/people.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { enqueueMail } from "../jobs/send-mail.ts";
import { notify } from "../mail/notify.ts";
import { expectedCalls } from "./expected.ts";

/** What reminding works with. */
export interface RemindDeps {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	vault: Vault;
	now(): Instant;
}

/**
 * Writes to everybody whose call is due soon and not in, once a round; called now and then. A workspace whose clock
 * stands has no due days. Gives how many were written to.
 */
export async function remindCalls(deps: RemindDeps): Promise<number> {
	const running = await deps.database.asSystem((trx) =>
		trx.selectFrom("tenants").select("tenant_id").where("clock_at", "is", null).execute(),
	);
	let reminded = 0;
	for (const { tenant_id } of running) reminded += await remindWorkspace(deps, tenant_id);
	return reminded;
}

async function remindWorkspace({ database, jobs, vault, now }: RemindDeps, tenantId: number): Promise<number> {
	const db = database.reader(tenantId);
	const { isOn, grain, ...when } = await readCycle(db);
	if (!isOn) return 0;
	const workspace = await loadWorkspace(db, now());
	const cycle = { ...when, zone: workspace.zone };
	const round = roundAt(cycle, workspace.now);
	if (workspace.now < round.remindAt) return 0;
	const period = periodOf(workspace.fiscal, grain, round.dueOn);
	const teams = await listTeams(db, tenantId);
	const expected = await expectedCalls(db, await listPeople(db, tenantId), teams);
	const calls = await callsOfPeriod(
		db,
		period.name,
		expected.map((e) => e.nodeId),
	);
	const standings = callStandings(cycle, workspace.now, period.name, expected, calls);
	const late = new Set(standings.filter((s) => s.state === "remind").map((s) => s.authorId));
	let sent = 0;
	for (const userId of late) {
		const mailId = await database.inTenant(tenantId, async (trx) => {
			const fresh = await trx
				.insertInto("forecast_reminders")
				.values({ tenant_id: tenantId, user_id: userId, due_on: round.dueOn })
				.onConflict((conflict) => conflict.doNothing())
				.returning("user_id")
				.executeTakeFirst();
			if (!fresh) return null;
			return notify(trx, vault, { tenantId, userId }, "forecast-due", (to) => ({
				params: { due: formatDay(round.dueOn, to.locale) },
				path: `/forecast/calls?period=${period.name}`,
			}));
		});
		if (mailId === null) continue;
		await enqueueMail(jobs, tenantId, mailId);
		sent++;
	}
	return sent;
}
