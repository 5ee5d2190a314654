import type { WebhookJson } from "../webhooks.ts";
import type { Table } from "./table.ts";

const STATES = ["on", "paused", "disabled"] as const;

/** The addresses that hear of what happens. */
export const webhookTable: Table<WebhookJson> = {
	name: "webhooks",
	word: "webhooks.title",
	path: "/webhooks",
	usualSort: "order",
	columns: [
		{ key: "url", word: "webhooks.url", kind: "text", sorts: true, value: (w) => w.url },
		{ key: "state", word: "webhooks.stateName", kind: "choice", words: "webhookState", value: (w) => w.state },
		{ key: "delivered", word: "webhooks.delivered", kind: "moment", sorts: true, value: (w) => w.deliveredAt },
		{ key: "waiting", word: "webhooks.waiting", kind: "number", sorts: true, value: (w) => w.waiting },
		{ key: "description", word: "webhooks.description", kind: "text", extra: true, value: (w) => w.description },
		{ key: "events", word: "webhooks.events", kind: "text", extra: true, value: (w) => w.events.join(", ") },
		{ key: "actsAs", word: "keys.owner", kind: "text", sorts: true, extra: true, value: (w) => w.actsAs.name },
	],
	filters: [
		{ name: "search", word: "webhooks.search", kind: "text", main: true },
		{
			name: "state",
			word: "webhooks.stateName",
			kind: "choice",
			main: true,
			column: "state",
			options: STATES.map((state) => ({ value: state, word: `webhookState.${state}` })),
		},
	],
};
