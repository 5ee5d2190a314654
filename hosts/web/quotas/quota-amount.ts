import { decimalFromMinor, minorDigits } from "../../../core/model/money.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { readAmount } from "../read-amount.ts";

/** An amount of a quota as it is read: money without its cents, or pieces. "–" where there is none. */
export function showAmount(text: string | null, currency: string | null, locale: string): string {
	if (text === null) return "–";
	if (currency === null) return formatNumber(Number(text), locale);
	return formatMoney({ amountMinor: BigInt(text), currency }, locale, { whole: true });
}

/** The same to be typed over: a bare number in the person's spelling. */
export function typedAmount(text: string | null, currency: string | null, locale: string): string {
	if (text === null) return "";
	if (currency === null) return new Intl.NumberFormat(locale).format(BigInt(text));
	const decimal = decimalFromMinor({ amountMinor: BigInt(text), currency });
	const digits = /\.0+$/.test(decimal) ? 0 : minorDigits(currency);
	const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
	return format.format(decimal as Intl.StringNumericLiteral);
}

/** What somebody typed as minor units or pieces; null where it is neither, or below zero. */
export function readTyped(text: string, currency: string | null, locale: string): string | null {
	const minor = currency === null ? readAmount(text, "JPY", locale) : readAmount(text, currency, locale);
	return minor === null || minor < 0n || minor >= 10n ** 15n ? null : minor.toString();
}
