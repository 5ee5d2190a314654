import type { Host } from "../../core/contract/host.ts";
import { isOwnMachine } from "./settings.ts";

const CARDS = { deal: ["courtside_deal_chance", "0-3"], lead: ["courtside_lead_score", "0-1"] } as const;

/** A portal on this machine shows the real bundles beside a record; HubSpot itself shows them only inside. */
export const previewOf: NonNullable<Host["preview"]> = ({ kind, externalId, email, locale, settings }) => {
	const apiUrl = settings["apiUrl"];
	if (typeof apiUrl !== "string" || !isOwnMachine(apiUrl)) return null;
	const [card, objectType] = CARDS[kind];
	const query = new URLSearchParams({ card, objectType, objectId: externalId, user: email, language: locale });
	return `${apiUrl}/preview/?${query}`;
};
