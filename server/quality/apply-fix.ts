import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { FixRequest } from "../../core/contract/quality.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { mendEmail } from "../../core/quality/mend-email.ts";
import type { QualityRule, RuleCode } from "../../core/quality/rules.ts";
import type { Writer } from "../db/own-write.ts";
import { ownedInSight } from "../policy/scope.ts";
import { keepFix, tellOfMany } from "./keep-fix.ts";
import { lineItemSum } from "./list-faults.ts";
import { CHECKED_RECORDS, conditionOf, notDismissed } from "./rule-conditions.ts";
import { type FixedEntity, type FixRow, setFields } from "./set-fields.ts";

/** So many records are mended by one fix. */
export const MOST_FIXED = 2000;

/** What a fix came to: records mended, and those that it could not mend or that are right by now. */
export interface Fixed {
	id: string;
	done: number;
	left: number;
}

/**
 * Mends a fault in the records named, or in all that have it, up to {@link MOST_FIXED}: only where the fault is still
 * there, and only in records that are seen. Throws unprocessable on a value that will not do.
 */
export async function applyFix(
	writer: Writer,
	rule: QualityRule & { code: RuleCode },
	given: FixRequest,
): Promise<Fixed> {
	const set = await settingOf(writer, rule, given);
	const faulty = await stillFaulty(writer, rule, given.ids ?? null);
	const rows: FixRow[] = [];
	for (const record of faulty) {
		const row = set(record);
		if (row && (await setFields(writer.trx, row.entity, row.id, row.before, row.after))) rows.push(row);
	}
	const { closeDate, ownerId } = given;
	const kept = { ...(closeDate && { closeDate }), ...(ownerId && { ownerId }) };
	const id = await keepFix(writer, { kind: rule.fix ?? "", rule: rule.code, given: kept }, rows);
	await tellOfMany(
		writer,
		"quality.fixed",
		id,
		rows.map((row) => ({ entity: row.entity, id: row.id, values: row.after, before: row.before })),
	);
	return { id, done: rows.length, left: faulty.length - rows.length };
}

interface Faulty {
	id: string;
	closeDate: string | null;
	ownerId: string | null;
	amountMinor: string | null;
	currency: string | null;
	email: string | null;
	offered: string | null;
}

type Setting = (record: Faulty) => FixRow | null;

/** What the fix of a rule does to a record. */
async function settingOf({ trx, workspace }: Writer, rule: QualityRule, given: FixRequest): Promise<Setting> {
	const entity = rule.entity as FixedEntity;
	const row = (id: string, before: Record<string, JsonValue>, after: Record<string, JsonValue>) => ({
		entity,
		id,
		before,
		after,
	});
	switch (rule.fix) {
		case "close-date": {
			const { closeDate } = given;
			if (!closeDate || !isPlainDate(closeDate) || closeDate < workspace.today) {
				throw wrong("closeDate", "Choose a day from today on.");
			}
			return (record) => row(record.id, { closeDate: record.closeDate }, { closeDate });
		}
		case "owner": {
			const owner = await trx
				.selectFrom("users")
				.select("id")
				.where("id", "=", given.ownerId ?? "00000000-0000-0000-0000-000000000000")
				.where("is_active", "=", true)
				.executeTakeFirst();
			if (!owner) throw wrong("ownerId", "Choose somebody who works here.");
			return (record) => row(record.id, { ownerId: record.ownerId }, { ownerId: owner.id });
		}
		case "from-line-items":
			return ({ id, amountMinor, currency, offered }) => {
				const [minor, code] = offered?.split(" ") ?? [];
				if (!minor || !code || minor === "0") return null;
				return row(id, { amountMinor, currency }, { amountMinor: minor, currency: code });
			};
		case "email":
			return ({ id, email }) => {
				const mended = mendEmail(email ?? "");
				return mended ? row(id, { email }, { email: mended }) : null;
			};
		default:
			throw new CourtsideError(
				"unprocessable",
				"This fault cannot be mended for many records at once. Open them one by one.",
			);
	}
}

/** The records named, or all, that have the fault now and are seen, locked. */
async function stillFaulty(
	{ trx, principal, workspace }: Writer,
	rule: QualityRule & { code: RuleCode },
	ids: readonly string[] | null,
): Promise<Faulty[]> {
	const { entity, code } = rule;
	const isDeal = entity === "deal";
	const owner =
		entity === "contact" ? sql`(select a.owner_id from accounts a where a.id = x.account_id)` : sql`x.owner_id`;
	const columns = isDeal
		? sql`x.close_date as "closeDate", x.owner_id as "ownerId", x.amount_minor::text as "amountMinor", x.currency, null as email,
			${lineItemSum} as offered`
		: sql`null as "closeDate", null as "ownerId", null as "amountMinor", null as currency, x.email, null as offered`;
	const { rows } = await sql<Faulty>`select x.id, ${columns} from ${CHECKED_RECORDS[entity]}
		where ${conditionOf(code, workspace)} and ${notDismissed(code)} and ${ownedInSight(owner, principal.visibleOwners)}
			${ids ? sql`and x.id = any(${ids}::uuid[])` : sql``}
		order by x.id limit ${MOST_FIXED}`.execute(trx);
	return rows;
}

function wrong(path: string, message: string): CourtsideError {
	return new CourtsideError("unprocessable", message, { errors: [{ path, message }] });
}
