import { COURTSIDE_FIELDS, NATIVE_FIELDS, type WriteBackType } from "../../../core/contract/write-back-fields.ts";
import type { WriteBackValue } from "../../../core/contract/write-backs.ts";
import { isPlainDate } from "../../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";

type Value = WriteBackValue["before"];

const TYPES: Readonly<Record<string, WriteBackType>> = {
	...COURTSIDE_FIELDS.deal,
	...COURTSIDE_FIELDS.lead,
	...NATIVE_FIELDS.deal,
	...NATIVE_FIELDS.lead,
	...NATIVE_FIELDS.account,
	...NATIVE_FIELDS.task,
};

const ORDER = Object.keys(TYPES);

/** Values in the order in which a person reads them: the number first. */
export function inOrder(values: readonly WriteBackValue[]): WriteBackValue[] {
	return [...values].sort((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field));
}

/** Whether a field says so little beside the others that a short list leaves it out. */
export function isAside(field: string): boolean {
	return field === "courtsideAsOf" || field === "courtsideModel" || field === "currency";
}

/** A value of a field as a person reads it; a dash where there is none. `values` are the others of the same record. */
export function valueText(
	field: string,
	value: Value,
	values: readonly WriteBackValue[],
	{ locale, zone }: { locale: string; zone: string },
): string {
	if (value === null || value === "") return "–";
	const type = TYPES[field];
	if (type === "percent" && typeof value === "number") return formatPercent(value / 100, locale);
	if (type === "points" && typeof value === "number") return formatNumber(value, locale);
	if (type === "instant") return formatInstant(Date.parse(String(value)), locale, zone);
	if (type === "date" && isPlainDate(String(value))) return formatDay(String(value), locale);
	if (type === "minor") {
		const of = values.find((one) => one.field === "currency");
		const currency = of?.after ?? of?.before;
		if (typeof currency === "string" && /^-?\d+$/.test(String(value))) {
			return formatMoney({ amountMinor: BigInt(value), currency }, locale);
		}
	}
	return String(value);
}
