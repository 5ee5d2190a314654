import { MOST_LEAVES } from "../../stats/boosting/tree.ts";
import { binsOf, type Feature } from "./features.ts";
import type { TabularModel } from "./tabular-model.ts";

type Fields = Record<string, unknown>;

/**
 * A model from a file or database, checked as far as scoring relies on it. Null when it is none of ours, or damaged. A
 * later version of the form reads this one too: `kept-models` holds one of each, with what it must answer.
 */
export function parseTabularModel(raw: unknown): TabularModel | null {
	if (!isFields(raw) || raw["version"] !== "tabular-1") return null;
	const { features, readings, base, share, logistic, boosting, recalibration, n } = raw;
	const isOurs =
		isList(features, isFeature) &&
		isFields(readings) &&
		isFields(n) &&
		isNumber(base) &&
		isNumber(share) &&
		["prior", "logistic", "boosting", "blend"].includes(String(raw["champion"])) &&
		(logistic === null || isLinear(logistic, features)) &&
		(boosting === null || isBoosted(boosting, features.length)) &&
		isRecalibration(recalibration) &&
		(raw["metrics"] === null || isFields(raw["metrics"])) &&
		isList(raw["dropped"], isFields) &&
		isList(raw["warnings"], isFields);
	return isOurs ? (raw as unknown as TabularModel) : null;
}

function isFeature(raw: unknown): raw is Feature {
	if (!isFields(raw) || typeof raw["column"] !== "string") return false;
	const { kind, of, edges, levels, weights } = raw;
	const isText = (v: unknown): v is string => typeof v === "string";
	if (kind === "number") {
		return ["value", "days", "hour", "length"].includes(String(of)) && isList(edges, isNumber) && edges.length < 255;
	}
	if (kind === "category") {
		return ["value", "weekday"].includes(String(of)) && isList(levels, isText) && levels.length < 254;
	}
	return (
		kind === "evidence" &&
		["value", "words"].includes(String(of)) &&
		isList(levels, isText) &&
		isList(weights, isNumber) &&
		weights.length === levels.length &&
		isNumber(raw["unseen"]) &&
		isList(edges, isNumber)
	);
}

function isLinear(raw: unknown, features: Feature[]): boolean {
	if (!isFields(raw) || !isNumber(raw["base"])) return false;
	const { tables, means } = raw;
	if (!isList(tables, (t): t is number[] => isList(t, isNumber)) || !isList(means, isNumber)) return false;
	return tables.length === features.length && features.every((f, k) => tables[k]?.length === binsOf(f));
}

function isBoosted(raw: unknown, features: number): boolean {
	if (!isFields(raw) || !isNumber(raw["base"])) return false;
	return isList(raw["trees"], (tree): tree is Fields => isTree(tree, features));
}

/** Children must come after their node: so no walk through a tree goes round in circles. */
function isTree(raw: unknown, features: number): boolean {
	if (!isFields(raw)) return false;
	const { feature, threshold, missingLeft, levels, left, right, value, cover } = raw;
	if (!isList(feature, isNumber) || !isList(value, isNumber) || !isList(cover, isNumber)) return false;
	if (!isList(left, isNumber) || !isList(right, isNumber) || !isList(threshold, isNumber)) return false;
	if (!Array.isArray(missingLeft) || !isList(levels, (l): l is number[] | null => l === null || isList(l, isNumber))) {
		return false;
	}
	const nodes = feature.length;
	const isChild = (child: number, node: number): boolean =>
		child < 0 ? ~child < value.length : child > node && child < nodes;
	return (
		nodes < MOST_LEAVES &&
		value.length === nodes + 1 &&
		[threshold, missingLeft, levels, left, right].every((list) => list.length === nodes) &&
		cover.length === value.length &&
		feature.every((f) => Number.isInteger(f) && f >= 0 && f < features) &&
		left.every(isChild) &&
		right.every(isChild)
	);
}

function isRecalibration(raw: unknown): boolean {
	if (!isFields(raw)) return false;
	const { kind, from, to, slope, shift } = raw;
	if (kind === "none") return true;
	if (kind === "platt") return isNumber(slope) && isNumber(shift);
	return kind === "steps" && isList(from, isNumber) && isList(to, isNumber) && from.length === to.length;
}

function isFields(raw: unknown): raw is Fields {
	return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

function isNumber(raw: unknown): raw is number {
	return typeof raw === "number" && Number.isFinite(raw);
}

function isList<T>(raw: unknown, is: (item: unknown) => item is T): raw is T[] {
	return Array.isArray(raw) && raw.every(is);
}
