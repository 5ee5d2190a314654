import { parseQuery, type Query } from "@jetstreamapp/soql-parser-js";
import { isObject, type ObjectName } from "./objects.ts";
import type { Org, Row, Value } from "./org.ts";
import { Refused, requirePath, valueAt } from "./soql-paths.ts";
import { compare, holds } from "./soql-where.ts";

/** What a query brought: rows as the REST API shows them, and how many. */
export interface Answer {
	object: string;
	/** Columns in the order asked, as dotted paths. */
	columns: string[];
	rows: Record<string, Value>[];
}

/** Runs SOQL over the organisation's rows. `all` sees what lies in the bin. Throws {@link Refused}. */
export function runQuery(org: Org, soql: string, all: boolean): Answer {
	let query: Query;
	try {
		query = parseQuery(soql);
	} catch (fault) {
		throw new Refused("MALFORMED_QUERY", (fault as Error).message);
	}
	const object = query.sObject ?? "";
	if (!isObject(object) || org.hidden.has(object))
		throw new Refused("INVALID_TYPE", `sObject type '${object}' is not supported.`);
	const matching = candidates(org, object, query).filter(
		(row) => (all || row["IsDeleted"] !== true) && (!query.where || holds(org, object, row, query.where)),
	);
	const sorted = query.orderBy ? matching.sort(byOrder(org, object, query)) : matching;
	const limited = sorted.slice(0, query.limit ?? sorted.length);
	const groups = aggregates(org, object, query, limited);
	if (groups) return groups;
	const columns = (query.fields ?? []).map((one) => {
		if (one.type === "Field") return one.field;
		if (one.type === "FieldRelationship") return [...one.relationships, one.field].join(".");
		throw new Refused("MALFORMED_QUERY", `this organisation does not answer ${one.type}`);
	});
	for (const column of columns) requirePath(org, object, column);
	const rows = limited.map((row) =>
		Object.fromEntries(columns.map((column) => [column, valueAt(org, object, row, column)])),
	);
	return { object, columns, rows };
}

/** The rows to look at: where only some are named by `X IN (…)`, those that an index leads to. */
function candidates(org: Org, object: ObjectName, { where }: Query): Row[] {
	const { left, right } = (where ?? {}) as {
		left?: { field?: string; operator?: string; value?: unknown };
		right?: unknown;
	};
	const isNamed = left?.operator === "IN" && right === undefined && Array.isArray(left.value);
	if (!isNamed) return [...org.rows[object].values()];
	const ids = (left.value as string[]).map((one) => one.replace(/^'|'$/g, ""));
	const rows: ReadonlyMap<string, Row> = org.rows[object];
	if (left.field === "Id") return ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
	if (object === "OpportunityHistory" && left.field === "OpportunityId")
		return ids.flatMap((id) => org.historyOf.get(id) ?? []);
	return [...org.rows[object].values()];
}

function aggregates(org: Org, object: ObjectName, query: Query, rows: Row[]): Answer | null {
	const fields = query.fields ?? [];
	const functions = fields.filter((one) => one.type === "FieldFunctionExpression");
	if (functions.length === 0) return null;
	const keys = fields.flatMap((one) => (one.type === "Field" ? [one.field] : []));
	for (const key of keys) requirePath(org, object, key);
	const groups = new Map<string, Row[]>();
	if (keys.length === 0) groups.set("", []);
	for (const row of rows) {
		const key = JSON.stringify(keys.map((one) => row[one] ?? null));
		const group = groups.get(keys.length === 0 ? "" : key) ?? [];
		group.push(row);
		groups.set(keys.length === 0 ? "" : key, group);
	}
	const named = functions.map((one, at) => ({ ...one, as: one.alias ?? `expr${at}` }));
	return {
		object: "AggregateResult",
		columns: [...keys, ...named.map((one) => one.as)],
		rows: [...groups.values()].map((group) => ({
			...Object.fromEntries(keys.map((key) => [key, group[0]?.[key] ?? null])),
			...Object.fromEntries(
				named.map((one) => [one.as, aggregated(one.functionName, String(one.parameters?.[0] ?? ""), group)]),
			),
		})),
	};
}

function aggregated(name: string, field: string, rows: Row[]): Value {
	if (name === "COUNT") return field ? rows.filter((row) => (row[field] ?? null) !== null).length : rows.length;
	const numbers = rows.flatMap((row) => (typeof row[field] === "number" ? [row[field]] : []));
	if (name === "SUM") return numbers.length > 0 ? numbers.reduce((a, b) => a + Math.round(b * 100), 0) / 100 : null;
	const dates = rows.flatMap((row) => (typeof row[field] === "string" ? [row[field]] : [])).sort();
	if (name === "MIN") return dates[0] ?? null;
	if (name === "MAX") return dates.at(-1) ?? null;
	throw new Refused("MALFORMED_QUERY", `no function ${name}`);
}

function byOrder(org: Org, object: ObjectName, { orderBy }: Query) {
	const wanted = (Array.isArray(orderBy) ? orderBy : orderBy ? [orderBy] : []) as { field?: string; order?: string }[];
	return (a: Row, b: Row): number => {
		for (const { field = "Id", order } of wanted) {
			const difference = compare(valueAt(org, object, a, field), valueAt(org, object, b, field));
			if (difference !== 0) return order === "DESC" ? -difference : difference;
		}
		return 0;
	};
}
