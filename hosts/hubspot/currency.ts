import { z } from "zod";
import type { PortalClient } from "./client.ts";
import { API_VERSION } from "./settings.ts";

/** The currency of the portal's company: that of all amounts which name none. */
export async function currencyOf(portal: PortalClient): Promise<string> {
	const { body } = await portal.call("GET", `/account-info/${API_VERSION}/details`);
	const known = z.object({ companyCurrency: z.string().regex(/^[A-Z]{3}$/) }).safeParse(body);
	return known.data?.companyCurrency ?? "USD";
}
