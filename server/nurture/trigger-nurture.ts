import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import { dueAfter, isHeldOut } from "../../core/scoring/nurture/nurture-step.ts";
import { enrol, findNurture } from "../db/nurture.ts";
import type { Tables } from "../db/tables.ts";

/** What became of leads that somebody put into a sequence. */
export interface Triggered {
	name: string;
	taken: string[];
	/** Chance keeps them out, so that the effect can be told. */
	heldOut: string[];
	/** They are, or were, in it. */
	already: string[];
}

/**
 * Puts these leads into a sequence that runs, whatever it asks of leads. Chance holds out its share of them as of any
 * other, or its effect would be wrong. Null where there is no such sequence; throws unprocessable where it does not run.
 */
export async function triggerNurture(
	trx: Transaction<Tables>,
	tenantId: number,
	given: { sequenceId: string; leadIds: readonly string[]; now: Instant },
): Promise<Triggered | null> {
	const { sequenceId, leadIds, now } = given;
	const sequence = await findNurture(trx, sequenceId);
	if (!sequence) return null;
	const { rules, name } = sequence;
	if (sequence.state !== "running") {
		throw new CourtsideError("unprocessable", `${name} does not run. Start it first; then leads can be put into it.`);
	}
	const fresh = leadIds.map((leadId) => ({
		leadId,
		isHeldOut: isHeldOut(sequenceId, leadId, rules.holdoutShare),
		enrolledAt: now,
		dueAt: dueAfter(rules.steps, 0, now),
	}));
	const isNew = await enrol(trx, tenantId, sequenceId, fresh);
	const of = (held: boolean) => fresh.filter((l) => isNew.has(l.leadId) && l.isHeldOut === held).map((l) => l.leadId);
	return { name, taken: of(false), heldOut: of(true), already: leadIds.filter((id) => !isNew.has(id)) };
}
