import type { HostAbout } from "../../core/contract/host-about.ts";

/** Without these there is nothing to forecast. */
export const REQUIRED_SCOPES = [
	"oauth",
	...["contacts", "companies", "deals", "owners"].map((what) => `crm.objects.${what}.read`),
];

/** Where we have fields of our own. */
const MARKED = ["contacts", "deals"];
const WRITING = [...MARKED, "companies"];
/** What a portal's plan, or its administrator, may leave out; what is missing is said and passed over. */
const READING: Readonly<Record<string, string>> = {
	"crm.objects.leads.read": "host.hubspot.scopeLeads",
	"crm.objects.marketing_events.read": "host.hubspot.scopeMarketing",
	"multi-currency-read": "host.hubspot.scopeRates",
};
/** Asked for, and done without where they are not given. */
export const OPTIONAL_SCOPES = [
	...Object.keys(READING),
	...WRITING.map((what) => `crm.objects.${what}.write`),
	...MARKED.map((what) => `crm.schemas.${what}.write`),
];

/** Every scope with its reason. */
export const SCOPES: HostAbout["scopes"] = [
	...REQUIRED_SCOPES.filter((name) => name !== "oauth").map((name) => ({
		name,
		reason: { key: "host.hubspot.scopeRead" },
	})),
	...Object.entries(READING).map(([name, key]) => ({ name, reason: { key } })),
	...WRITING.map((what) => ({ name: `crm.objects.${what}.write`, reason: { key: "host.hubspot.scopeWrite" } })),
	...MARKED.map((what) => ({ name: `crm.schemas.${what}.write`, reason: { key: "host.hubspot.scopeSchema" } })),
];
