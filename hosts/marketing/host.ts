import type { Host } from "../../core/contract/host.ts";
import { MARKETING_HOST } from "../../core/contract/marketing.ts";
import type { View } from "../../core/contract/view.ts";
import { identifyRow, mapRow } from "./map-row.ts";

/** A number as a marketing system reads it: its words. */
export interface MarketingSurface {
	value: string;
	interval: string;
	state: string;
	parts: { amount: string; text: string }[];
	asOf: string;
}

/**
 * Marketing systems: Marketo, Pardot, Eloqua, HubSpot's lists or any other hand leads over with an API key, as CSV or JSON,
 * and fetch what became of them. They never call a signed door, and nothing is called there.
 */
export const marketingHost: Host<MarketingSurface> = {
	id: MARKETING_HOST,
	config: [],
	verify: () => ({ ok: false, reason: "marketing hands over with an API key" }),
	split: (body) => (Array.isArray(body) ? body : [body]),
	map: mapRow,
	identify: identifyRow,
	present: ({ text, parts, asOf }: View) => ({
		value: text.value,
		interval: text.interval,
		state: text.state,
		parts: parts.map((part) => ({ amount: part.amount, text: part.text })),
		asOf,
	}),
	write: async ({ kind }) => ({ ok: false, retry: false, reason: `marketing fetches outcomes and takes no ${kind}` }),
	handle: async () => ({
		status: 404,
		body: { reason: "Hand leads over at /api/v1/marketing/handoffs, with an API key." },
	}),
	about: {
		name: "Marketing",
		scopes: [
			{ name: "POST /marketing/handoffs", reason: { key: "host.marketing.takes" } },
			{ name: "GET /marketing/outcomes", reason: { key: "host.marketing.tells" } },
		],
		addresses: [],
		limits: [],
		// Outcomes are of leads and their deals as records: no number of ours is among them.
		shows: [],
	},
};
