import type { HostKit, ReadBack } from "../../core/contract/conformance.ts";
import { type CardSurface, hubspotHost } from "./host.ts";
import { signatureOf } from "./signature.ts";

/** The HubSpot host with a signed delivery of two events, one of them a deletion, and a reader of what a card is handed. */
export const hubspotKit: HostKit<CardSurface> = {
	host: hubspotHost,
	sign(body, { now, key }) {
		const request = { method: "POST", url: "https://courtside.example.com/hooks/hubspot/acme", body };
		const timestamp = String(now);
		return {
			...request,
			headers: {
				"X-HubSpot-Signature-v3": signatureOf(request, timestamp, key),
				"X-HubSpot-Request-Timestamp": timestamp,
			},
		};
	},
	raw: {
		payload: [
			{
				eventId: 1,
				subscriptionId: 2,
				portalId: 4242,
				appId: 3,
				occurredAt: 1_789_457_340_000,
				attemptNumber: 0,
				subscriptionType: "object.deletion",
				objectTypeId: "0-3",
				objectId: 77,
				changeFlag: "DELETED",
			},
			{
				eventId: 2,
				subscriptionId: 2,
				portalId: 4242,
				appId: 3,
				occurredAt: 1_789_457_340_000,
				attemptNumber: 0,
				subscriptionType: "object.propertyChange",
				objectTypeId: "0-3",
				objectId: 78,
				propertyName: "amount",
				propertyValue: "12",
			},
		],
		records: 2,
		changes: 1,
	},
	readBack,
};

function readBack(surface: CardSurface): ReadBack {
	const { value, interval, state, reasons } = JSON.parse(JSON.stringify(surface)) as CardSurface;
	return { value, interval, parts: reasons.map(({ amount, text }) => ({ amount, text })), state };
}
