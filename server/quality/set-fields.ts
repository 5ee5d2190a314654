import { type RawBuilder, sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";

/** The fields that a fix may set, by kind of record: canonical name → column and its type. */
const FIELDS = {
	deal: {
		table: "deals",
		columns: {
			closeDate: ["close_date", "date"],
			ownerId: ["owner_id", "uuid"],
			amountMinor: ["amount_minor", "bigint"],
			currency: ["currency", "text"],
			accountId: ["account_id", "uuid"],
		},
	},
	lead: { table: "leads", columns: { email: ["email", "text"] } },
	contact: { table: "contacts", columns: { email: ["email", "text"] } },
} as const;
export type FixedEntity = keyof typeof FIELDS;

/** What a fix does to one record: the fields it sets, as they were and as they are to be. */
export interface FixRow {
	entity: FixedEntity;
	id: string;
	before: Record<string, JsonValue>;
	after: Record<string, JsonValue>;
}

/**
 * Sets fields of one record where they still are as `from` says; null where somebody changed one since. Gives what really
 * changed. The caller tells of it (history, events, audit).
 */
export async function setFields(
	trx: Transaction<Tables>,
	entity: FixedEntity,
	id: string,
	from: Record<string, JsonValue>,
	to: Record<string, JsonValue>,
): Promise<boolean> {
	const { table, columns } = FIELDS[entity];
	const known = columns as Readonly<Record<string, readonly [string, string]>>;
	const pair = (name: string, value: JsonValue): { column: RawBuilder<unknown>; value: RawBuilder<unknown> } => {
		const [column = "", type = "text"] = known[name] ?? [];
		return { column: sql.ref(column), value: sql`${value === null ? null : String(value)}::${sql.raw(type)}` };
	};
	const sets = Object.entries(to).map(([name, value]) => {
		const { column, value: next } = pair(name, value);
		return sql`${column} = ${next}`;
	});
	const holds = Object.entries(from).map(([name, value]) => {
		const { column, value: was } = pair(name, value);
		return sql`${column} is not distinct from ${was}`;
	});
	const touched = entity === "contact" ? sql`version = version + 1` : sql`version = version + 1, updated_at = now()`;
	const { numAffectedRows } = await sql`update ${sql.table(table)} set ${sql.join([...sets, touched])}
		where id = ${id}::uuid and ${sql.join(holds, sql` and `)}`.execute(trx);
	return numAffectedRows === 1n;
}
