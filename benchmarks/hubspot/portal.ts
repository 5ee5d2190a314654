import { associate, createPortal, type Portal, putRecord } from "../../stand-ins/hubspot/portal.ts";

/** One call that the portal answered. */
export interface Called {
	/** Simulated ms. */
	at: number;
	isSearch: boolean;
	status: number;
}

const BEGIN = Date.UTC(2026, 0, 5, 8);
const PER_COMPANY = 50;
const FIRST_CONTACT = 1_000_000;

/** The same portal each time: so many contacts in companies of fifty, two in three of them leads. */
export function madePortal(contacts: number, now: () => number): Portal {
	const portal = createPortal({ now });
	portal.owners.push({
		id: "1",
		email: "maria@measured.example",
		firstName: "Maria",
		lastName: "Lopez",
		archived: false,
	});
	for (let k = 0; k * PER_COMPANY < contacts; k++) {
		const properties = { name: `Company ${k}`, domain: `c${k}.example`, hubspot_owner_id: "1" };
		putRecord(portal, "companies", { id: String(500_000 + k), properties, at: BEGIN });
	}
	for (let k = 0; k < contacts; k++) {
		const properties = {
			firstname: `Ada ${k}`,
			email: `ada${k}@c${Math.floor(k / PER_COMPANY)}.example`,
			lifecyclestage: k % 3 === 0 ? "customer" : "lead",
			hubspot_owner_id: "1",
		};
		const id = String(FIRST_CONTACT + k);
		putRecord(portal, "contacts", { id, properties, at: BEGIN + k * 1000 });
		associate(portal, "contacts", id, "companies", String(500_000 + Math.floor(k / PER_COMPANY)));
	}
	return portal;
}

/** So many contacts get another title, ten of them each ms. */
export function newsOf(portal: Portal, contacts: number): void {
	for (let k = 0; k < contacts; k++) {
		const id = String(FIRST_CONTACT + k);
		const at = portal.now() - 60_000 + Math.floor(k / 10);
		putRecord(portal, "contacts", { id, properties: { jobtitle: `Buyer ${k}` }, at });
	}
}
