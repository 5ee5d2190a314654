import type { QuotaPlanNodeJson } from "../quota-plans.ts";
import type { QuotaStandingJson } from "../quotas.ts";
import type { Table } from "./table.ts";

type InCurrency = { currency: string | null };

const amount = (minor: string | null, { currency }: InCurrency) =>
	minor === null || currency === null ? null : { amountMinor: minor, currency };
const pieces = (count: string | null, { currency }: InCurrency) =>
	count === null || currency !== null ? null : Number(count);
const percent = (share: number | null | undefined): number | null =>
	share == null ? null : Math.round(share * 1000) / 10;

/** What everyone carries in a plan, and what it is made of. */
export const quotaPlanTable: Table<QuotaPlanNodeJson & InCurrency> = {
	name: "quota-plan",
	word: "quota.plan",
	path: "/quota-plans",
	usualSort: "",
	columns: [
		{ key: "name", word: "quota.who", kind: "text", value: (r) => r.name },
		{ key: "kind", word: "quota.level", kind: "choice", words: "quota.kind", value: (r) => r.kind },
		{ key: "quota", word: "quota.quota", kind: "money", value: (r) => amount(r.amount, r) },
		{ key: "pieces", word: "quota.pieces", kind: "number", value: (r) => pieces(r.amount, r) },
		{ key: "chance", word: "quota.chance", kind: "number", value: (r) => percent(r.chance?.chance) },
		{ key: "bad", word: "quota.bad", kind: "number", value: (r) => percent(r.chance?.p10) },
		{ key: "usual", word: "quota.usual", kind: "number", value: (r) => percent(r.chance?.p50) },
		{ key: "good", word: "quota.good", kind: "number", value: (r) => percent(r.chance?.p90) },
		{ key: "today", word: "quota.today", kind: "money", value: (r) => amount(r.today, r) },
		{ key: "before", word: "quota.before", kind: "money", value: (r) => amount(r.before, r) },
		{ key: "floor", word: "quota.floor", kind: "money", value: (r) => amount(r.floor, r) },
		{ key: "cap", word: "quota.cap", kind: "money", value: (r) => amount(r.cap, r) },
		{ key: "capacity", word: "quota.capacity", kind: "number", value: (r) => percent(r.capacity?.value) },
		{ key: "ramp", word: "quota.ramp", kind: "number", value: (r) => percent(r.ramp?.value) },
		{ key: "history", word: "quota.history", kind: "number", value: (r) => percent(r.history?.value) },
	],
	filters: [],
};

/** How quotas of a period stand. */
export const quotaStandingTable: Table<QuotaStandingJson & InCurrency> = {
	name: "quotas",
	word: "quota.standings",
	path: "/quotas",
	usualSort: "",
	columns: [
		{ key: "name", word: "quota.who", kind: "text", value: (r) => r.name },
		{ key: "kind", word: "quota.level", kind: "choice", words: "quota.kind", value: (r) => r.kind },
		{ key: "quota", word: "quota.quota", kind: "money", value: (r) => amount(r.quota, r) },
		{ key: "pieces", word: "quota.pieces", kind: "number", value: (r) => pieces(r.quota, r) },
		{ key: "done", word: "quota.done", kind: "money", value: (r) => amount(r.done, r) },
		{ key: "donePieces", word: "quota.donePieces", kind: "number", value: (r) => pieces(r.done, r) },
		{ key: "attainment", word: "quota.attainment", kind: "number", value: (r) => percent(r.attainment) },
		{ key: "chance", word: "quota.chance", kind: "number", value: (r) => percent(r.chance?.chance) },
	],
	filters: [],
};
