import type { HostKit } from "../../core/contract/conformance.ts";
import { type MarketingSurface, marketingHost } from "./host.ts";

const common = { system: "marketo", arrivedAt: "2026-09-15T09:00:00.000Z" };

/** The marketing host with a delivery of two rows, and a reader of the JSON that it renders. */
export const marketingKit: HostKit<MarketingSurface> = {
	host: marketingHost,
	raw: {
		payload: [
			{
				...common,
				row: { "Lead ID": 7, "Email Address": "ada@hafen.example", "Became MQL Date": "2026-09-01 08:00:00" },
			},
			{ ...common, row: { email: "bea@hafen.example", company: "Hafen" } },
		],
		records: 2,
		changes: 2,
	},
	readBack(surface) {
		const { value, interval, parts, state } = JSON.parse(JSON.stringify(surface)) as MarketingSurface;
		return { value, interval, parts, state };
	},
};
