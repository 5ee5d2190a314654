import { decimalFromMinor } from "../../core/model/money.ts";
import type { Db } from "../db/connect.ts";
import { readSlice, type SliceRows } from "./slice-rows.ts";

/** A part of a workspace as a HubSpot portal would hold it, and which record of ours each is. */
export interface PortalSlice {
	portal: object;
	links: { object: "account" | "contact" | "lead" | "deal"; externalId: string; id: string }[];
}

/** Ids of the records that we hand over; the portal counts on from there. */
const FIRST_ID = 500_001;

/**
 * The largest open deals and the best open leads of a workspace, with their companies, contacts and owners, as a portal
 * holds them. A record that stood for one of ours before does so again.
 */
export async function portalSlice(db: Db, currency: string): Promise<PortalSlice> {
	const rows = await readSlice(db, "hubspot");
	const known = new Map(rows.known.map(({ object, externalId, id }) => [`${object} ${id}`, externalId]));
	let next = Math.max(FIRST_ID, ...rows.known.map(({ externalId }) => Number(externalId) + 1));
	const links: PortalSlice["links"] = [];
	const idOf = (object: PortalSlice["links"][number]["object"], id: string) => {
		const externalId = known.get(`${object} ${id}`) ?? String(next++);
		links.push({ object, externalId, id });
		return externalId;
	};
	const owners = new Map(rows.users.map((user, at) => [user.id, String(at + 1)]));
	const owner = (id: string | null) => owners.get(id ?? "") ?? null;
	const named = (name: string) => {
		const [firstname = "", ...rest] = name.split(" ");
		return { firstname, lastname: rest.join(" ") };
	};
	const companies = new Map(rows.accounts.map((one) => [one.id, idOf("account", one.id)]));
	const contacts = rows.contacts.map((one) => ({ ...one, externalId: idOf("contact", one.id) }));
	const leads = rows.leads.map((one) => ({ ...one, externalId: idOf("lead", one.id) }));
	const deals = rows.deals.map((one) => ({ ...one, externalId: idOf("deal", one.id) }));
	const record = (type: string, id: string, at: number, properties: Record<string, string | null>) => ({
		type,
		id,
		at,
		properties,
	});
	const company = ({ externalId, accountId }: { externalId: string; accountId: string | null }, type: string) =>
		accountId !== null && companies.has(accountId) ? [[type, externalId, "companies", companies.get(accountId)]] : [];
	const born = Math.min(...[...leads, ...deals].map(({ createdAt }) => createdAt));
	const portal = {
		currency,
		owners: rows.users.map(({ id, name, email }) => {
			const { firstname: firstName, lastname: lastName } = named(name);
			return { id: owner(id) ?? "", email: email ?? "", firstName, lastName, archived: false };
		}),
		pipelines: [...Map.groupBy(rows.stages, ({ pipeline }) => pipeline)].map(([id, stages], displayOrder) => ({
			...{ id, displayOrder, label: stages[0]?.pipelineName ?? "" },
			stages: stages.map((stage) => ({
				...{ id: stage.id, label: stage.name, displayOrder: stage.position },
				metadata: {
					isClosed: String(stage.kind !== "open"),
					probability: stage.kind === "won" ? "1.0" : stage.kind === "lost" ? "0.0" : "0.5",
				},
			})),
		})),
		records: [
			...rows.accounts.map(({ id, name, domain, industry }) =>
				record("companies", companies.get(id) ?? "", born, { name, domain, industry }),
			),
			...contacts.map((one) =>
				record("contacts", one.externalId, born, {
					...named(one.name),
					email: one.email,
					jobtitle: one.title,
					lifecyclestage: "customer",
				}),
			),
			...leads.map((one) =>
				record("contacts", one.externalId, one.createdAt, {
					...{ ...named(one.name), email: one.email, jobtitle: one.title, company: one.company },
					...{ lifecyclestage: "lead", hs_lead_status: "NEW", hubspot_owner_id: owner(one.ownerId) },
				}),
			),
			...deals.map((one) =>
				record("deals", one.externalId, one.createdAt, {
					...{ dealname: one.name, amount: decimalOf(one), deal_currency_code: one.currency, dealstage: one.stageId },
					closedate: one.closeDate && `${one.closeDate}T00:00:00Z`,
					...{ hs_next_step: one.nextStep, hubspot_owner_id: owner(one.ownerId) },
				}),
			),
		],
		links: [...contacts.flatMap((one) => company(one, "contacts")), ...deals.flatMap((one) => company(one, "deals"))],
	};
	return { portal, links };
}

function decimalOf({ amountMinor, currency }: SliceRows["deals"][number]): string | null {
	return amountMinor && currency ? decimalFromMinor({ amountMinor: BigInt(amountMinor), currency }) : null;
}
