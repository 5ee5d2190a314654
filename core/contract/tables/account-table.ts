import type { AccountJson } from "../customers.ts";
import type { Table } from "./table.ts";

/** The accounts. */
export const accountTable: Table<AccountJson> = {
	name: "accounts",
	word: "nav.accounts",
	path: "/accounts",
	usualSort: "name",
	columns: [
		{ key: "name", word: "account.name", kind: "text", sorts: true, value: (a) => a.name },
		{ key: "industry", word: "lead.industry", kind: "text", value: (a) => a.industry },
		{ key: "country", word: "lead.country", kind: "text", value: (a) => a.country },
		{ key: "employees", word: "lead.employees", kind: "number", value: (a) => a.employees },
		{ key: "owner", word: "deal.owner", kind: "text", value: (a) => a.owner?.name ?? null },
		{ key: "openDeals", word: "account.openDeals", kind: "number", value: (a) => a.openDeals },
		{ key: "wonDeals", word: "account.wonDeals", kind: "number", value: (a) => a.wonDeals },
		{ key: "domain", word: "account.domain", kind: "text", extra: true, value: (a) => a.domain },
		{ key: "region", word: "account.region", kind: "text", extra: true, value: (a) => a.region },
		{ key: "annualRevenue", word: "account.revenue", kind: "money", extra: true, value: (a) => a.annualRevenue },
		{ key: "parent", word: "account.parent", kind: "text", extra: true, value: (a) => a.parent?.name ?? null },
		{ key: "createdAt", word: "deal.created", kind: "moment", sorts: true, extra: true, value: (a) => a.createdAt },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (a) => a.id },
	],
	filters: [
		{ name: "search", word: "account.search", kind: "text", main: true },
		{ name: "ownerId", word: "deal.owner", kind: "person", main: true },
		{ name: "industry", word: "lead.industry", kind: "text", main: true },
		{ name: "country", word: "lead.country", kind: "text", main: true },
		{ name: "employees", word: "lead.employees", kind: "number" },
		{ name: "created", word: "deal.created", kind: "day" },
	],
};
