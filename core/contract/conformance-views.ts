import type { View } from "./view.ts";

const part = (code: string, value: number | string, amount: string, text: string) => ({ code, value, amount, text });

const DEAL: View = {
	...{ id: "7c3f7f0e-6f3c-4d2e-9d0e-0d8f7a3b1c11", kind: "deal", title: "Acme renewal", value: 0.62 },
	...{ unit: "probability", interval: { low: 0.48, high: 0.74, level: 0.8 }, n: 143, asOf: "2026-09-15T09:00:00Z" },
	direction: { change: 0.09, since: "2026-09-14T00:00:00Z" },
	base: part("stage", 0.56, "56", "usual for this stage"),
	// What a CRM holds may be written for another program to read.
	parts: [
		part("replied", 0.07, "+7", "champion <i>replied</i> twice & `more`"),
		part("demo", 0.05, "+5", "demo done"),
		part("pushed", -0.06, "−6", "close date pushed twice <b>&</b>"),
		part("age", 0, "0", "age is usual"),
	],
	action: {
		...{ code: "ask", text: "ask Sarah for the security contact", why: "deals with one go faster" },
		line: "Who signs off security?",
	},
	...{ modelVersion: "deal-1", state: "ok" },
	text: {
		...{ value: "62 %", label: "to close by 30 Sep", interval: "48–74 %", sample: "143 similar deals" },
		...{ direction: "▲ 9 since Monday", state: "", how: "From deals like this one." },
	},
};
const SILENT = { value: "", label: "", interval: "", sample: "", direction: "", state: "", how: "" };

/** The numbers that every host is held to: of each kind and in each state, one without a range, one without a base. */
export const CONFORMANCE_VIEWS: readonly View[] = [
	DEAL,
	{ ...DEAL, state: "provisional", text: { ...DEAL.text, state: "Only 12 deals have closed; better after 50." } },
	{ ...DEAL, state: "stale", text: { ...DEAL.text, state: "From Monday; the newer one is on its way." } },
	{
		...DEAL,
		...{ kind: "lead", title: "Lena Berg", unit: "points", value: 71, interval: null, direction: null, action: null },
		parts: [part("fit", 31, "31", "<b>fits</b> like those who bought")],
		text: { ...DEAL.text, value: "71", label: "of 100", interval: "", direction: "" },
	},
	{
		...DEAL,
		...{ kind: "forecast", unit: "money", currency: "EUR", value: "460000000" },
		interval: { low: "410000000", high: "490000000", level: 0.8 },
		parts: [part("closed", "300000000", "+€3M", "closed"), part("open", "160000000", "+€1.6M", "from open deals")],
		text: { ...DEAL.text, value: "€4.6M", interval: "€4.1M–€4.9M" },
	},
	{
		...DEAL,
		...{ kind: "pipeline", unit: "ratio", value: 2.3, direction: null, action: null },
		text: { ...DEAL.text, value: "2.3 ×" },
	},
	{
		...{ id: "0198b5d2-7c11-7a4e-9f00-6d2f3f4f5a61", kind: "territory", title: "North", unit: "money" },
		...{ currency: "EUR", value: "123400000", interval: null, n: 42, asOf: "2026-09-15T09:00:00Z" },
		...{ direction: null, base: null },
		parts: [
			part("territory.large", "100000000", "+€1.00M", "5 large accounts"),
			part("territory.small", "23400000", "+€234K", "37 small accounts"),
		],
		...{ action: null, modelVersion: "account-potential-2", state: "ok" },
		text: {
			...{ ...SILENT, value: "€1.23M", label: "a year from the accounts of Maria Alvarez" },
			...{ sample: "42 accounts", how: "As of 15 September" },
		},
	},
	...(["empty", "forbidden", "error"] as const).map(
		(state): View => ({
			...DEAL,
			...{ state, value: null, interval: null, base: null, parts: [], action: null, direction: null },
			text: { ...SILENT, state: `${state}: what it means and what to do` },
		}),
	),
];
