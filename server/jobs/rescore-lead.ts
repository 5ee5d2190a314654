import { OPEN_LEAD } from "../db/leads.ts";
import { dropScore, saveScores } from "../db/scores.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { planNumbers } from "../write-back/plan-numbers.ts";
import { gradeThese } from "./grade-leads.ts";
import type { NumberJobDeps } from "./job-deps.ts";
import { leadNumberOf, liveLeadModel } from "./lead-numbers.ts";

/** One lead's points anew, as of the workspace's clock, with its event. A lead that is done with loses its number. */
export async function rescoreLead(
	deps: NumberJobDeps,
	{ tenantId, leadId }: { tenantId: number; leadId: string },
): Promise<void> {
	await deps.database.inTenant(tenantId, async (trx) => {
		const workspace = await loadWorkspace(trx, deps.now());
		const [found] = await leadsWithTouches(trx, { ids: [leadId] }, workspace.now);
		if (found && OPEN_LEAD.includes(found.lead.status)) {
			const score = leadNumberOf(await liveLeadModel(trx, tenantId), found, workspace);
			await saveScores(trx, tenantId, "lead", [score], deps.now());
			await gradeThese(trx, tenantId, [found], workspace);
		} else await dropScore(trx, "lead", leadId);
		await planNumbers(trx, tenantId, "lead", [leadId]);
		await appendEvent(trx, { tenantId, type: "lead.scored", entity: "lead", entityId: leadId });
	});
	deps.wakeRelay();
}
