import { minorFromDecimal } from "../../core/model/money.ts";

/**
 * Minor units of an amount as a person types it in their language ("12.500,50" in German, "12 500,50" in French).
 * Null when it is not an amount.
 */
export function readAmount(text: string, currency: string, locale: string): bigint | null {
	const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
	const group = parts.find((p) => p.type === "group")?.value ?? ",";
	const decimal = parts.find((p) => p.type === "decimal")?.value ?? ".";
	const bare = text
		.replace(/[\s\u00a0\u202f'’]/g, "")
		.replace("−", "-")
		.replaceAll(group, "")
		.replace(decimal, ".");
	return minorFromDecimal(bare, currency);
}
