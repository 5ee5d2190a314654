import type { Transaction } from "kysely";
import { isTaken } from "../../core/scoring/nurture/nurture-step.ts";
import { gradesThatHold } from "../db/lead-grades.ts";
import { listNurtures, placesOf } from "../db/nurture.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";

/** The sequences that run, as one lead sees them: whether its rules take it, and whether it is, or was, in it. */
export async function sequencesFor(
	trx: Transaction<Tables>,
	leadId: string,
	{ now }: Workspace,
): Promise<{ id: string; name: string; fits: boolean; isIn: boolean }[]> {
	const running = await listNurtures(trx, "running");
	if (running.length === 0) return [];
	const [given] = await leadsWithTouches(trx, { ids: [leadId] }, now + 1);
	const grade = (await gradesThatHold(trx, [leadId])).get(leadId) ?? null;
	const been = new Set((await placesOf(trx, [leadId])).map((place) => place.sequenceId));
	return running.map(({ id, name, rules }) => ({
		id,
		name,
		fits: given !== undefined && isTaken(rules, given, grade, now),
		isIn: been.has(id),
	}));
}
