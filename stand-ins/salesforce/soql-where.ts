import type { Condition, WhereClause } from "@jetstreamapp/soql-parser-js";
import type { ObjectName } from "./objects.ts";
import type { Org, Row, Value } from "./org.ts";
import { requirePath, valueAt } from "./soql-paths.ts";

/** Whether a row is among those that a WHERE clause means. */
export function holds(org: Org, object: ObjectName, row: Row, where: WhereClause): boolean {
	const terms: { condition: Condition; negated: boolean }[] = [];
	const operators: string[] = [];
	let negated = false;
	let at: WhereClause | undefined = where;
	while (at) {
		if (at.left && "operator" in at.left) {
			terms.push({ condition: at.left as Condition, negated });
			negated = false;
		}
		const { operator, right } = at as { operator?: string; right?: WhereClause };
		if (operator === "NOT") negated = true;
		else if (operator) operators.push(operator);
		at = right;
	}
	return evaluate(terms, operators, (condition) => isTrue(org, object, row, condition));
}

/** Brackets stand as counts at the conditions that they open before and close after. */
function evaluate(
	terms: { condition: Condition; negated: boolean }[],
	operators: string[],
	truth: (condition: Condition) => boolean,
): boolean {
	const text = terms
		.map(({ condition, negated }, at) => {
			const { openParen = 0, closeParen = 0 } = condition as { openParen?: number; closeParen?: number };
			const own = truth(condition) ? "1" : "0";
			return `${at > 0 ? (operators[at - 1] === "OR" ? "|" : "&") : ""}${negated ? "!" : ""}${"(".repeat(openParen)}${own}${")".repeat(closeParen)}`;
		})
		.join("");
	let at = 0;
	const or = (): boolean => {
		let value = and();
		while (text[at] === "|") {
			at++;
			const right = and();
			value ||= right;
		}
		return value;
	};
	const and = (): boolean => {
		let value = one();
		while (text[at] === "&") {
			at++;
			const right = one();
			value &&= right;
		}
		return value;
	};
	const one = (): boolean => {
		if (text[at] === "!") {
			at++;
			return !one();
		}
		if (text[at] === "(") {
			at++;
			const value = or();
			at++;
			return value;
		}
		return text[at++] === "1";
	};
	return or();
}

function isTrue(org: Org, object: ObjectName, row: Row, condition: Condition): boolean {
	const { field, operator, value, literalType } = condition as {
		field: string;
		operator: string;
		value: string | string[];
		literalType?: string | string[];
	};
	requirePath(org, object, field);
	const mine = valueAt(org, object, row, field);
	const kind = Array.isArray(literalType) ? literalType[0] : literalType;
	if (operator === "IN" || operator === "NOT IN") {
		const among = (Array.isArray(value) ? value : [value]).map((one) => literal(one, kind));
		return among.includes(mine) === (operator === "IN");
	}
	const other = literal(String(value), kind);
	if (operator === "=") return compare(mine, other) === 0;
	if (operator === "!=") return compare(mine, other) !== 0;
	if (mine === null || other === null) return false;
	if (operator === "LIKE") return likeness(String(other)).test(String(mine));
	const order = compare(mine, other);
	return operator === ">" ? order > 0 : operator === ">=" ? order >= 0 : operator === "<" ? order < 0 : order <= 0;
}

function literal(text: string, kind: string | undefined): Value {
	if (kind === "NULL") return null;
	if (kind === "BOOLEAN") return text.toUpperCase() === "TRUE";
	if (kind === "INTEGER" || kind === "DECIMAL") return Number(text);
	return text.replace(/^'|'$/g, "").replace(/\\(['\\])/g, "$1");
}

function likeness(pattern: string): RegExp {
	const source = pattern
		.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
		.replaceAll("%", ".*")
		.replaceAll("_", ".");
	return new RegExp(`^${source}$`, "is");
}

const MOMENT = /^\d{4}-\d\d-\d\dT/;

/** How two values stand to each other; text without regard to case, moments as moments, nothing first. */
export function compare(a: Value, b: Value): number {
	if (a === b) return 0;
	if (a === null) return -1;
	if (b === null) return 1;
	if (typeof a === "string" && typeof b === "string") {
		if (MOMENT.test(a) && MOMENT.test(b))
			return Date.parse(a.replace("+0000", "Z")) - Date.parse(b.replace("+0000", "Z"));
		return a.toLowerCase() < b.toLowerCase() ? -1 : a.toLowerCase() > b.toLowerCase() ? 1 : 0;
	}
	return Number(a) - Number(b);
}
