import { join } from "node:path";
import { z } from "zod";
import { connectDemoVendor, type DemoWorld } from "./demo-vendor.ts";
import { portalSlice } from "./portal-slice.ts";

const READ = ["companies", "contacts", "deals"];
const announced = z.object({
	base: z.url(),
	account: z.coerce.string(),
	accessToken: z.string(),
	clientSecret: z.string(),
});

/** Gives the demo company a HubSpot portal of its own on this machine; see {@link connectDemoVendor}. */
export function connectDemoPortal(world: DemoWorld): Promise<(() => Promise<void>) | null> {
	const cards = join(world.root, "hosts/hubspot/app/dist");
	return connectDemoVendor(world, {
		host: "hubspot",
		program: ["stand-ins/hubspot/main.ts", "--given", "--port", "0", "--server", world.publicUrl, "--cards", cards],
		said: announced,
		slice: async (db, currency) => {
			const { portal, links } = await portalSlice(db, currency);
			return { given: portal, links };
		},
		connected: (said) => {
			const { base, account, ...secrets } = said;
			return { account, settings: { apiUrl: base }, secrets };
		},
		cursors: (since, portal) => ({ portal, ...Object.fromEntries(READ.map((type) => [`${type}.since`, since])) }),
	});
}
