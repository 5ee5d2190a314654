import type { AccountJson, AccountPageJson, ContactJson, ContactPageJson } from "../../core/contract/customers.ts";
import type { AccountRow } from "../db/customer-accounts.ts";
import type { AccountPageRows, ContactPageRows, ContactRow, CustomerActivity } from "../db/customer-page.ts";
import { dealJson, moneyJson } from "./deal-view.ts";
import { historyEntries } from "./history-words.ts";
import type { Viewer } from "./viewer.ts";

/** An account as lists and pages show it. */
export function accountJson(row: AccountRow): AccountJson {
	const { annualRevenueMinor, currency } = row;
	return {
		id: row.id,
		name: row.name,
		domain: row.domain,
		industry: row.industry,
		employees: row.employees,
		annualRevenue: moneyJson(annualRevenueMinor === null ? null : { amountMinor: annualRevenueMinor, currency }),
		country: row.country,
		region: row.region,
		owner: named(row.ownerId, row.ownerName),
		parent: named(row.parentId, row.parentName),
		openDeals: row.openDeals,
		wonDeals: row.wonDeals,
		createdAt: new Date(row.createdAt).toISOString(),
	};
}

/** All that an account's page shows. */
export function accountPageJson(
	rows: AccountPageRows,
	assigned: AccountPageJson["assigned"],
	viewer: Viewer,
): AccountPageJson {
	return {
		account: accountJson(rows.account),
		deals: rows.deals.map((row) => dealJson(row, viewer)),
		contacts: rows.contacts.map(contactJson),
		activities: rows.activities.map(activityOf),
		history: historyEntries(rows.history, rows.names, viewer),
		assigned,
	};
}

/** All that a contact's page shows. */
export function contactPageJson(rows: ContactPageRows, viewer: Viewer): ContactPageJson {
	return {
		contact: contactJson(rows.contact),
		account: named(rows.contact.accountId, rows.contact.accountName),
		deals: rows.deals.map((row) => dealJson(row, viewer)),
		activities: rows.activities.map(activityOf),
		history: historyEntries(rows.history, rows.names, viewer),
	};
}

function contactJson({ id, name, title, email, phone, createdAt }: ContactRow): ContactJson {
	return { id, name, title, email, phone, createdAt: new Date(createdAt).toISOString() };
}

function activityOf({ at, ownerId, ownerName, ...rest }: CustomerActivity): AccountPageJson["activities"][number] {
	return { ...rest, occurredAt: new Date(at).toISOString(), owner: named(ownerId, ownerName) };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
	return id === null || name === null ? null : { id, name };
}
