import type { Instant } from "../model/instant.ts";
import { aucOfCategories, aucOfNumbers, LATE_GAIN, LEAST_ENDINGS } from "./column-auc.ts";
import { leadAsOf, type PastLead } from "./lead-as-of.ts";
import { leadRow } from "./lead-row.ts";
import type { LeakWarning } from "./tabular/leak-probe.ts";

/**
 * A column that seems to know how leads end. `too_good`: alone it tells too well, or whether it is filled does;
 * `known_later`: as it stands today it tells far more than as it stood then; `named_late`: its name speaks of the end.
 */
export interface LeadLeak {
	column: string;
	kind: "too_good" | "known_later" | "named_late";
	/** Chance that it ranks one that became a deal apart from one that did not, .5–1; null where only the name speaks. */
	auc: number | null;
	aucLater: number | null;
}

/** A past lead with the moment at which it is looked at, and how it ended. */
export interface LeadLook {
	past: PastLead;
	at: Instant;
	isConverted: boolean;
}

/** What is said of a lead, rather than done with it. */
const FACTS: readonly { column: string; isNumber: boolean }[] = [
	{ column: "industry", isNumber: false },
	{ column: "country", isNumber: false },
	{ column: "employees", isNumber: true },
	{ column: "companyKnown", isNumber: false },
	{ column: "title", isNumber: false },
	{ column: "mailDomain", isNumber: false },
	{ column: "phoneKnown", isNumber: false },
	{ column: "source", isNumber: false },
];

/** Fields that are filled in late: rebuilt as of the look they tell far less than as they stand today. One look a lead. */
export function probeLate(looks: readonly LeadLook[]): LeadLeak[] {
	const happened = looks.map((look) => look.isConverted);
	const yes = happened.filter(Boolean).length;
	if (yes < LEAST_ENDINGS || looks.length - yes < LEAST_ENDINGS) return [];
	const then = looks.map(({ past, at }) => leadRow({ ...past, lead: leadAsOf(past, at) }, at));
	const now = looks.map(({ past, at }) => leadRow(past, at));
	return FACTS.flatMap(({ column, isNumber }): LeadLeak[] => {
		const score = (rows: typeof then) => {
			const values = rows.map((row) => row[column] ?? null);
			return isNumber ? aucOfNumbers(values as (number | null)[], happened) : aucOfCategories(values, happened);
		};
		const [was, is] = [score(then), score(now)];
		return is - was > LATE_GAIN ? [{ column, kind: "known_later", auc: was, aucLater: is }] : [];
	});
}

/** The learner's warnings as findings about leads, one a column. */
export function leaksOf(warnings: readonly LeakWarning[]): LeadLeak[] {
	const found = new Map<string, LeadLeak>();
	for (const { code, column, value } of warnings) {
		const kind = code === "named_late" ? ("named_late" as const) : ("too_good" as const);
		if (found.get(column)?.kind !== "too_good") found.set(column, { column, kind, auc: value, aucLater: null });
	}
	return [...found.values()];
}
