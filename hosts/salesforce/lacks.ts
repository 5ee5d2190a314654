import type { Ports } from "../../core/contract/host.ts";
import type { Lack } from "../../core/contract/host-about.ts";
import { openOrg } from "./connection.ts";
import { describe, objectsThere } from "./fields-there.ts";
import { hasRoles } from "./roles.ts";

/** Objects that not every organisation has, and the words under which that is said. */
const ASKED: readonly [object: string, name: string][] = [
	["OpportunityLineItem", "products"],
	["OpportunitySplit", "splits"],
	["CampaignMember", "campaigns"],
	["ObjectTerritory2Association", "territories"],
];

/** What this organisation has not switched on, or hides from the integration user, and what is done instead. */
export async function lacksOf(ports: Ports): Promise<Lack[]> {
	const settings = (await ports.installations.current())?.settings;
	const org = await openOrg(ports);
	const there = await objectsThere(org);
	const lacking = ASKED.flatMap(([object, name]) => (there.has(object) ? [] : [lackOf(name)]));
	if (!(await hasRoles(org, there))) lacking.push(lackOf("teams"));
	if (settings?.["changeEvents"] !== "on") lacking.unshift(lackOf("events"));
	const ours = (await describe(org, "Opportunity")).some(({ name }) => name === "Courtside_Probability__c");
	if (!ours) lacking.push(lackOf("fields"));
	if (!(await ports.secrets.get("callCertificate"))) lacking.push(lackOf("cards"));
	return lacking;
}

function lackOf(name: string): Lack {
	return { what: { key: `host.salesforce.lack.${name}` }, instead: { key: `host.salesforce.instead.${name}` } };
}
