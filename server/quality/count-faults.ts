import { sql } from "kysely";
import { CHECKED, type Checked, type RuleCode } from "../../core/quality/rules.ts";
import type { Db } from "../db/connect.ts";
import type { Workspace } from "../db/workspace.ts";
import { CHECKED_RECORDS, conditionOf, notDismissed, rulesOf } from "./rule-conditions.ts";

/** How many records of each kind are checked, how many break each rule, and how full the fields are that matter. */
export interface FaultCounts {
	records: Record<Checked, number>;
	faulty: Record<RuleCode, number>;
	completeness: Completeness[];
}

/** How many of the records of a kind have a field filled. */
export interface Completeness {
	entity: Checked;
	field: string;
	filled: number;
	of: number;
}

/** The fields that engines and sellers read most, by kind: canonical name → column. */
const FIELDS: Readonly<Record<Checked, Readonly<Record<string, string>>>> = {
	deal: {
		amount: "amount_minor",
		closeDate: "close_date",
		owner: "owner_id",
		account: "account_id",
		source: "source",
		nextStep: "next_step",
	},
	lead: { email: "email", company: "company", title: "title", source: "source", owner: "owner_id" },
	contact: { email: "email", phone: "phone", title: "title", account: "account_id" },
	account: { domain: "domain", industry: "industry", employees: "employees", country: "country", owner: "owner_id" },
};

/** Counts all of it, one pass over the records of each kind. */
export async function countFaults(db: Db, workspace: Workspace): Promise<FaultCounts> {
	const counts: FaultCounts = {
		records: { deal: 0, lead: 0, contact: 0, account: 0 },
		faulty: {} as FaultCounts["faulty"],
		completeness: [],
	};
	for (const entity of CHECKED) {
		const rules = rulesOf(entity);
		const fields = Object.entries(FIELDS[entity]);
		const columns = [
			...rules.map(
				({ code }) => sql`count(*) filter (where ${conditionOf(code, workspace)} and ${notDismissed(code)})::int`,
			),
			...fields.map(([, column]) => sql`count(x.${sql.ref(column)})::int`),
		];
		const { rows } = await sql<{ total: number; each: number[] }>`
			select count(*)::int as total, array[${sql.join(columns)}] as each from ${CHECKED_RECORDS[entity]}`.execute(db);
		const { total = 0, each = [] } = rows[0] ?? {};
		counts.records[entity] = total;
		rules.forEach(({ code }, i) => {
			counts.faulty[code] = each[i] ?? 0;
		});
		fields.forEach(([field], i) => {
			counts.completeness.push({ entity, field, filled: each[rules.length + i] ?? 0, of: total });
		});
	}
	return counts;
}

/** The ids of the records that break a rule. */
export async function faultyIds(db: Db, code: RuleCode, entity: Checked, workspace: Workspace): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select x.id from ${CHECKED_RECORDS[entity]}
		where ${conditionOf(code, workspace)} and ${notDismissed(code)}`.execute(db);
	return rows.map((row) => row.id);
}
