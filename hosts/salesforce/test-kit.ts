import type { HostKit, ReadBack } from "../../core/contract/conformance.ts";
import { type CardSurface, salesforceHost } from "./host.ts";
import type { RawRecord } from "./map-record.ts";

/** The Salesforce host with one opportunity and its history as they are read, and a reader of what a card is handed. */
export const salesforceKit: HostKit<CardSurface> = {
	host: salesforceHost,
	raw: {
		payload: {
			object: "Opportunity",
			currency: "EUR",
			record: {
				Id: "006000000000001AAA",
				Name: "Acme renewal",
				StageName: "Negotiation",
				Amount: "1.25005E4",
				CloseDate: "2026-10-30",
				IsClosed: "false",
				IsDeleted: "false",
				CreatedDate: "2026-08-01T08:00:00.000Z",
				SystemModstamp: "2026-09-15T07:29:00.000+0000",
				Budget_Confirmed__c: "true",
			},
			history: [
				{
					StageName: "Discovery",
					Amount: 10_000,
					CloseDate: "2026-09-30",
					CreatedDate: "2026-08-01T08:00:00.000+0000",
				},
				{
					StageName: "Negotiation",
					Amount: 12_500.5,
					CloseDate: "2026-10-30",
					CreatedDate: "2026-09-15T07:29:00.000+0000",
				},
			],
		} satisfies RawRecord,
		records: 1,
		changes: 3,
	},
	readBack,
};

function readBack(surface: CardSurface): ReadBack {
	const { value, interval, state, parts } = JSON.parse(JSON.stringify(surface)) as CardSurface;
	return { value, interval, parts: parts.map(({ amount, text }) => ({ amount, text })), state };
}
