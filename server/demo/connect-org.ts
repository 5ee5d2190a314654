import { z } from "zod";
import { connectDemoVendor, type DemoWorld } from "./demo-vendor.ts";
import { orgSlice } from "./org-slice.ts";

/** The objects that the adapter reads. */
const READ = [
	...["User", "Account", "Contact", "Lead", "Opportunity", "Product2", "OpportunityLineItem", "OpportunitySplit"],
	...["CampaignMember", "ObjectTerritory2Association", "Task", "Event"],
];
const announced = z.object({
	base: z.url(),
	account: z.string(),
	pipelineName: z.string(),
	clientId: z.string(),
	clientSecret: z.string(),
	callCertificate: z.string(),
});

/**
 * Gives the demo company a Salesforce organisation of its own on this machine, change events among it; see
 * {@link connectDemoVendor}. It starts the cards' preview when somebody first asks for it.
 */
export function connectDemoOrg(world: DemoWorld): Promise<(() => Promise<void>) | null> {
	return connectDemoVendor(world, {
		host: "salesforce",
		program: ["stand-ins/salesforce/main.ts", "--given", "--port", "0", "--server", world.publicUrl],
		said: announced,
		slice: orgSlice,
		connected: (said) => {
			const { base, account, pipelineName, clientId, ...secrets } = said;
			return { account, settings: { instanceUrl: base, clientId, pipelineName }, secrets };
		},
		cursors: (since) => Object.fromEntries(READ.map((object) => [`${object}.since`, since])),
	});
}
