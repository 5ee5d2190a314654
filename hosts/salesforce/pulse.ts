import { z } from "zod";
import type { Ports } from "../../core/contract/host.ts";
import type { Pulse } from "../../core/contract/host-about.ts";
import { API_VERSION, LEFT_TO_OTHERS, openOrg } from "./connection.ts";
import { HEARD_CURSOR } from "./hear-changes.ts";
import { readAccess } from "./settings.ts";

const limits = z.looseObject({ DailyApiRequests: z.object({ Max: z.number(), Remaining: z.number() }) });

/** How many of the day's calls are used, by all programs of the organisation, and when the stream of changes was last seen to stand. */
export async function pulseOf(ports: Ports): Promise<Pulse> {
	const settings = (await ports.installations.current())?.settings;
	const { leftToOthers } = await readAccess(ports);
	const org = await openOrg(ports);
	const told = await org.call((conn) => conn.request({ method: "GET", url: `/services/data/v${API_VERSION}/limits` }));
	const { Max: most, Remaining: left } = limits.parse(told).DailyApiRequests;
	const heard = Date.parse((await ports.cursors.get(HEARD_CURSOR)) ?? "");
	return {
		calls: { used: most - left, most, leftToOthers: leftToOthers ?? LEFT_TO_OTHERS },
		hears: settings?.["changeEvents"] === "on" ? { last: Number.isFinite(heard) ? heard : null } : null,
	};
}
