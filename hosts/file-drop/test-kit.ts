import type { HostKit, ReadBack } from "../../core/contract/conformance.ts";
import { type FolderSurface, fileDropHost } from "./host.ts";

/** The file-drop host with one change as it is dropped, and a reader of the JSON that it renders. */
export const fileDropKit: HostKit<FolderSurface> = {
	host: fileDropHost,
	raw: {
		payload: {
			changes: [
				{
					entity: "deal",
					id: "D-1",
					recordedAt: "2026-09-15T09:29:00+02:00",
					fields: {
						name: "Acme renewal",
						stageName: "Negotiation",
						amount: "12500.50",
						currency: "EUR",
						Budget: "yes",
					},
				},
			],
		},
		records: 1,
		changes: 1,
	},
	readBack,
};

function readBack(surface: FolderSurface): ReadBack {
	const { courtside } = JSON.parse(JSON.stringify(surface)) as FolderSurface;
	const { value, interval, state, parts } = courtside;
	return { value, interval, parts: parts.map(({ amount, text }) => ({ amount, text })), state };
}
