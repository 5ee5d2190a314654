import { decimalFromMinor, type Money, minorDigits } from "../model/money.ts";

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Money by the locale's rules. `compact` writes "€1.2M" and is for headlines, `whole` rounds to full units and is for
 * lists; without them the cents stand where there are some. The decimal goes in as text, so no amount passes through a float.
 */
export function formatMoney(money: Money, locale: string, given: { compact?: boolean; whole?: boolean } = {}): string {
	const cents = !given.compact && !given.whole && money.amountMinor % 10n ** BigInt(minorDigits(money.currency)) !== 0n;
	const key = `${locale}/${money.currency}/${given.compact ?? false}/${cents}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.NumberFormat(locale, {
			style: "currency",
			currency: money.currency,
			currencyDisplay: "narrowSymbol",
			...(given.compact
				? { notation: "compact", maximumSignificantDigits: 3 }
				: cents
					? {}
					: { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
		});
		formats.set(key, format);
	}
	return format.format(decimalFromMinor(money) as Intl.StringNumericLiteral).replace(/-(?=\D?[\d.,])/, "−");
}
