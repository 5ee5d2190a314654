import type { z } from "zod";
import type { AccountJson, AccountPageJson, accountQuery, ContactPageJson } from "../customers.ts";
import type { HomeJson } from "../forecasts.ts";
import type { Page } from "../scalars.ts";
import type { SearchAnswer, searchQuery } from "../search.ts";
import type { keepViewRequest, TableViewJson } from "../views.ts";
import type { Query, Wire } from "./wire.ts";

/** What stands on many pages: home, search, saved views, customers, files. */
export const everydayCalls = ({ call, send }: Wire) => ({
	home: () => call<HomeJson>("GET", "/home"),
	search: (query: Query<typeof searchQuery>, signal?: AbortSignal) =>
		call<SearchAnswer>("GET", "/search", { query, ...(signal ? { signal } : {}) }),
	views: (table: string) => call<{ items: TableViewJson[] }>("GET", "/views", { query: { table } }),
	keepView: (body: z.input<typeof keepViewRequest>) => call<TableViewJson>("POST", "/views", { body }),
	forgetView: (id: string) => call<void>("DELETE", `/views/${id}`),
	accounts: (query: Query<typeof accountQuery> = {}) => call<Page<AccountJson>>("GET", "/accounts", { query }),
	account: (id: string) => call<AccountPageJson>("GET", `/accounts/${id}`),
	contact: (id: string) => call<ContactPageJson>("GET", `/contacts/${id}`),
	/** A list as a file, all rows of it; `path` is the list's own, the body is read from the answer as it comes. */
	download: (path: string, query: Record<string, string>, signal: AbortSignal) =>
		send("GET", `${path}/download`, { query, signal, accept: "*/*" }),
	/** A file at a path of its own, such as `/audit/export`. */
	file: (path: string, signal: AbortSignal) => send("GET", path, { signal, accept: "*/*" }),
});
