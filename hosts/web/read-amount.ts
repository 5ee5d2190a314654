import { minorFromDecimal } from "../../core/model/money.ts";

/**
 * Minor units of an amount as a person types it in their language ("12.500,50" in German, "12 500,50" in French).
 * Null when it is not an amount, or could be read as another.
 */
export function readAmount(text: string, currency: string, locale: string): bigint | null {
	const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
	const group = parts.find((p) => p.type === "group")?.value ?? ",";
	const decimal = parts.find((p) => p.type === "decimal")?.value ?? ".";
	const tight = text.replace(/[\s\u00a0\u202f'’]/g, "").replace("−", "-");
	const [whole = "", fraction = ""] = tight.split(decimal);
	const [head = "", ...groups] = whole.split(group);
	// "12.50" typed in German is no 1,250: a group that is not three digits was meant as something else.
	if (groups.some((digits) => digits.length !== 3) || (groups.length > 0 && !/^[+-]?\d{1,3}$/.test(head))) return null;
	if (fraction.includes(group)) return null;
	return minorFromDecimal(tight.replaceAll(group, "").replace(decimal, "."), currency);
}
