import { z } from "zod";
import type { PortalClient } from "./client.ts";
import { API_VERSION } from "./settings.ts";

const details = z.object({ portalId: z.coerce.string(), companyCurrency: z.string().regex(/^[A-Z]{3}$/) });

/** The currency of the portal's company: that of all amounts which name none. */
export async function currencyOf(portal: PortalClient): Promise<string> {
	return (await detailsOf(portal)).currency;
}

/** Which portal it is, and its currency. */
export async function detailsOf(portal: PortalClient): Promise<{ portalId: string; currency: string }> {
	const { body } = await portal.call("GET", `/account-info/${API_VERSION}/details`);
	const { portalId, companyCurrency } = details.partial().parse(body);
	return { portalId: portalId ?? "", currency: companyCurrency ?? "USD" };
}
