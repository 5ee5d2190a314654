import type { NurtureTrialJson } from "../../core/contract/nurture.ts";
import { isHeldOut, isTaken, type NurtureRules } from "../../core/scoring/nurture/nurture-step.ts";
import type { Db } from "../db/connect.ts";
import { gradesThatHold } from "../db/lead-grades.ts";
import { findLeads } from "../db/leads.ts";
import { leadsInSequence } from "../db/nurture.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";

/** Open leads that a trial looks at. */
const MOST_TRIED = 5000;
const EXAMPLES = 8;

/** Whom a sequence with these rules would take today; nothing is kept. `id` is the sequence where it is one already. */
export async function tryNurture(
	db: Db,
	given: { id: string | null; rules: Pick<NurtureRules, "grade" | "when" | "holdoutShare"> },
	visibleOwners: VisibleOwners,
	{ now }: Workspace,
): Promise<NurtureTrialJson> {
	const { id, rules } = given;
	const leads = await leadsWithTouches(db, { openAfter: null, limit: MOST_TRIED + 1 }, now);
	const tried = leads.slice(0, MOST_TRIED);
	const ids = tried.map(({ lead }) => lead.id);
	const grades = await gradesThatHold(db, ids);
	const isIn = id === null ? new Set<string>() : await leadsInSequence(db, id, ids);
	const taken = tried
		.filter(({ lead }) => !isIn.has(lead.id))
		.filter((one) => isTaken(rules, one, grades.get(one.lead.id) ?? null, now))
		.map(({ lead }) => lead.id);
	// Who is held out depends on the id, which a new sequence does not have yet.
	const heldOut =
		id === null
			? Math.round(taken.length * rules.holdoutShare)
			: taken.filter((leadId) => isHeldOut(id, leadId, rules.holdoutShare)).length;
	const seen = await findLeads(db, taken.slice(0, 200), visibleOwners, now);
	return {
		open: tried.length,
		isPart: leads.length > MOST_TRIED,
		taken: taken.length,
		heldOut,
		examples: seen.slice(0, EXAMPLES).map(({ id: leadId, name, company }) => ({ id: leadId, name, company })),
		asOf: new Date(now).toISOString(),
	};
}
