import type { MoneyJson } from "../../core/contract/scalars.ts";
import type { Money } from "../../core/model/money.ts";

/** Money off the wire. */
export function readMoney(money: MoneyJson): Money {
	return { amountMinor: BigInt(money.amountMinor), currency: money.currency };
}
