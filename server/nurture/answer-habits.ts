import type { Transaction } from "kysely";
import { type AnswerHabits, learnAnswers } from "../../core/scoring/nurture/answer-habits.ts";
import type { Db } from "../db/connect.ts";
import { contentTries } from "../db/lead-interests.ts";
import { liveModel, saveModel } from "../db/models.ts";
import type { Tables } from "../db/tables.ts";
import type { TouchedLead } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { modelName } from "../jobs/deal-numbers.ts";

/** Learns from these leads what was answered, and keeps it. */
export async function learnHabits(
	trx: Transaction<Tables>,
	tenantId: number,
	past: readonly TouchedLead[],
	{ zone, now }: Workspace,
): Promise<void> {
	const habits = learnAnswers(past, zone, now, await contentTries(trx, now));
	if (habits.all.n === 0) return;
	await saveModel(trx, tenantId, "lead-answers", {
		version: modelName(habits.version, now),
		trainedAt: now,
		n: habits.all.n,
		body: JSON.parse(JSON.stringify(habits)),
		dataFrom: null,
		dataTo: now,
		metrics: { answered: habits.all.answered },
	});
}

/** What leads answered to, as it was last learnt; without that it knows nothing. */
export async function habitsInUse(db: Db, { zone, now }: Workspace): Promise<AnswerHabits> {
	const stored = await liveModel(db, "lead-answers");
	// Written by learnHabits and read back as it was.
	return stored ? (stored.body as unknown as AnswerHabits) : learnAnswers([], zone, now);
}
