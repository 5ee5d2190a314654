import type { BotVendor } from "../../core/contract/meeting-bots.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import type { AskVendor } from "./bot-event.ts";
import { BOTS } from "./bots.ts";

/** How a vendor of bots is called for a workspace. */
export interface VendorCall {
	apiUrl: string;
	apiKey: string;
	/** Throws CourtsideError unavailable where it does not answer well. */
	ask: AskVendor;
}

/** With the workspace's key; null where there is none. */
export async function vendorCall(
	{ portsOf }: Pick<Deps, "portsOf">,
	tenantId: number,
	vendor: BotVendor,
): Promise<VendorCall | null> {
	const ports = portsOf(vendor, tenantId);
	const [apiKey, installation] = await Promise.all([ports.secrets.get("apiKey"), ports.installations.current()]);
	if (!apiKey) return null;
	const { name, apiUrl: usual } = BOTS[vendor];
	const set = installation?.settings["apiUrl"];
	return {
		apiUrl: (typeof set === "string" && set !== "" ? set : usual).replace(/\/$/, ""),
		apiKey,
		async ask(url, headers = {}, body) {
			const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
			const type = body === undefined ? {} : { "content-type": "application/json" };
			const answer = await ports.fetch(url, {
				...sent,
				headers: { accept: "application/json", ...type, ...headers },
				redirect: "error",
			});
			if (!answer.ok) throw new CourtsideError("unavailable", `${name} answered ${answer.status}.`);
			return answer.json();
		},
	};
}
