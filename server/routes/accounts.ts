import { z } from "@hono/zod-openapi";
import type { AccountPageJson } from "../../core/contract/customers.ts";
import { account, accountDownload, accountPage, accountQuery, contactPage } from "../../core/contract/customers.ts";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { accountTable } from "../../core/contract/tables/account-table.ts";
import { accountAssignment } from "../db/arrivals.ts";
import type { Db } from "../db/connect.ts";
import { ACCOUNT_SORTS, allAccounts, countAccounts, listAccounts } from "../db/customer-accounts.ts";
import { findAccountPage, findContactPage } from "../db/customer-page.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { routingInUse } from "../routing/routing-ground.ts";
import { downloadTable, worded } from "../tables/download.ts";
import { placingText } from "../territory/placing-words.ts";
import { accountJson, accountPageJson, contactPageJson } from "../views/account-view.ts";
import { decisionText } from "../views/routing-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { pageAnswer } from "./page-answer.ts";
import { answer, createRouter, faults, fileAnswer } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Accounts"];
const params = z.object({ id });

const list = guardedRoute("deals:read", {
	method: "get",
	path: "/accounts",
	tags,
	summary: "Companies: your own, your people's, and those with a deal you see; sorted by name or createdAt",
	request: { query: accountQuery },
	responses: { 200: answer(pageOf(account), "A page of accounts"), ...faults },
});
const download = guardedRoute("deals:read", {
	method: "get",
	path: "/accounts/download",
	"x-cost": 20,
	tags,
	summary: "All accounts of these filters in this order, as CSV or XLSX",
	request: { query: accountDownload },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const read = guardedRoute("deals:read", {
	method: "get",
	path: "/accounts/{id}",
	tags,
	summary: "All that the account page shows",
	request: { params },
	responses: { 200: answer(accountPage, "The account with deals, people, activities and history"), ...faults },
});
const readContact = guardedRoute("deals:read", {
	method: "get",
	path: "/contacts/{id}",
	tags,
	summary: "All that the contact page shows",
	request: { params },
	responses: { 200: answer(contactPage, "The contact with the account's deals, activities and history"), ...faults },
});

/** Customers: companies and the people there. */
export function accountRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, sort: order, ...filter } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const sort = parseSort(order, ACCOUNT_SORTS, "name");
		const ask = { filter, visibleOwners, sort, after: readCursor(cursor, sort), limit };
		return c.json(pageAnswer(await listAccounts(database.reader(tenantId), ask), sort, accountJson), 200);
	});

	routes.openapi(download, async (c) => {
		const asked = c.req.valid("query");
		const { format: _, columns: __, bom: ___, sort: order, ...filter } = asked;
		const ask = { filter, visibleOwners: c.var.principal.visibleOwners };
		const sort = parseSort(order, ACCOUNT_SORTS, "name");
		return downloadTable(c, deps, {
			table: accountTable,
			asked,
			count: (trx, most) => countAccounts(trx, ask, most),
			rows: (trx) => worded(allAccounts(trx, { ...ask, sort }), accountJson),
		});
	});

	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const accountId = c.req.valid("param").id;
		const viewer = viewerOf(c);
		const page = await database.inTenant(tenantId, async (trx) => {
			const rows = found(await findAccountPage(trx, accountId, visibleOwners, now()), "account");
			return accountPageJson(rows, await assignedOf(trx, accountId, viewer), viewer);
		});
		return c.json(page, 200);
	});

	routes.openapi(readContact, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const contactId = c.req.valid("param").id;
		const rows = await database.inTenant(tenantId, (trx) => findContactPage(trx, contactId, visibleOwners, now()));
		return c.json(contactPageJson(found(rows, "contact"), viewerOf(c)), 200);
	});
	return routes;
}

/** Who was given an account on its arrival, in words. */
async function assignedOf(trx: Db, accountId: string, viewer: Viewer): Promise<AccountPageJson["assigned"]> {
	const kept = await accountAssignment(trx, accountId);
	if (!kept) return null;
	const { to, decision, madeAt } = kept;
	const rule = (await routingInUse(trx)).rules.find((r) => r.id === decision.ruleId)?.label ?? "";
	const text = decision.placing
		? placingText(viewer, decision.placing)
		: decisionText(decision, { name: to, rule }, viewer);
	return { to, text, at: new Date(madeAt).toISOString() };
}
