import { isBlank } from "./blank.ts";
import type { Field, SheetEntity } from "./fields.ts";
import { nameKey } from "./name-key.ts";
import type { Plan } from "./plan.ts";
import { columnOf, type ProfiledSheet } from "./sheet-facts.ts";

/** How names in one file found their records in another. */
export interface NameJoin {
	entity: "account" | "product" | "user";
	/** File that refers, file that lists. */
	from: string;
	to: string;
	/** Different names that met. */
	matched: number;
	/** Spellings that differ and yet mean one: "GTXPro" → "GTX Pro". */
	respelled: { written: string; listed: string; rows: number }[];
	/** Names the list does not have (at most 20); records are made for them. */
	unmatched: string[];
}

const REFERENCES: [Field, NameJoin["entity"]][] = [
	["accountName", "account"],
	["productName", "product"],
	["ownerName", "user"],
];
const NOT_REFERRING: Partial<Record<SheetEntity, true>> = { event_log: true };

/** Where one file speaks by name of records that another lists, and how well the spellings meet. */
export function joinFiles(plan: Plan, sheets: ProfiledSheet[]): NameJoin[] {
	const joins: NameJoin[] = [];
	for (const [field, entity] of REFERENCES) {
		const listing = plan.sheets.findIndex((s) => s.entity === entity);
		const list = plan.sheets[listing];
		const listed = sheets[listing];
		if (!list || !listed) continue;
		const known = new Map(namesIn(listed, columnOf(list, "name")).map(([name]) => [nameKey(name), name] as const));
		plan.sheets.forEach((from, index) => {
			const seen = sheets[index];
			if (index === listing || !seen || !from.entity || NOT_REFERRING[from.entity]) return;
			const column = columnOf(from, field);
			if (column < 0) return;
			const join: NameJoin = { entity, from: seen.file, to: listed.file, matched: 0, respelled: [], unmatched: [] };
			for (const [written, rows] of namesIn(seen, column)) {
				const name = known.get(nameKey(written));
				if (name === undefined) {
					// A sample of a long list proves nothing about who is missing.
					if (known.size > 0 && join.unmatched.length < 20 && isWhole(listed, columnOf(list, "name")))
						join.unmatched.push(written);
					continue;
				}
				join.matched++;
				if (name !== written) join.respelled.push({ written, listed: name, rows });
			}
			joins.push(join);
		});
	}
	return joins;
}

function isWhole(seen: ProfiledSheet, column: number): boolean {
	return seen.profile.columns[column]?.values !== null || seen.profile.rows <= seen.profile.sampleRows.length;
}

function namesIn(seen: ProfiledSheet, column: number): [string, number][] {
	const values = seen.profile.columns[column]?.values;
	if (values) return values.map(({ value, count }) => [value.trim(), count]);
	const counts = new Map<string, number>();
	for (const row of seen.profile.sampleRows) {
		const name = row[column]?.trim() ?? "";
		if (!isBlank(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return [...counts];
}
