import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { HostKit, ReadBack } from "../../core/contract/conformance.ts";
import { wordsFor } from "../../core/words/word.ts";
import { SpeechProvider } from "../kit/kit-words.tsx";
import { NumberCard } from "../kit/number-card.tsx";
import { type WebSurface, webHost } from "./host.ts";
import { signedHeaders } from "./signature.ts";

/** Changes as a company's own system sends them. */
const payload = {
	changes: [
		{
			entity: "account",
			id: "acme",
			recordedAt: "2026-09-14T08:00:00Z",
			fields: { name: "Acme", industry: "Manufacturing", employees: 1200, ownerEmail: "maria@example.com" },
		},
		{
			entity: "deal",
			id: "d-17",
			recordedAt: "2026-09-15T09:29:00+02:00",
			fields: {
				name: "Acme renewal",
				accountExternalId: "acme",
				stageName: "Negotiation",
				amount: "12500.50",
				currency: "EUR",
				closeDate: "2026-09-30",
			},
		},
		{
			entity: "activity",
			id: "a-1",
			recordedAt: "2026-09-15T09:29:30Z",
			fields: { kind: "call", direction: "in", occurredAt: "2026-09-15T09:00:00Z", dealExternalId: "d-17" },
		},
	],
};

/** The web host with real signed requests, and a reader of its surface from a real DOM. Needs `document` (happy-dom). */
export const webKit = {
	host: webHost,
	sign: (body, given) => ({
		method: "POST",
		url: "/hooks/web/acme",
		headers: { "content-type": "application/json", ...signedHeaders(body, given) } as Record<string, string>,
		body,
	}),
	raw: { payload, records: payload.changes.length, changes: payload.changes.length },
	readBack,
} satisfies HostKit<WebSurface>;

function readBack(surface: WebSurface): ReadBack {
	const place = document.createElement("div");
	document.body.append(place);
	const root = createRoot(place);
	flushSync(() =>
		root.render(
			createElement(SpeechProvider, {
				locale: "en",
				zone: "UTC",
				words: wordsFor("en"),
				// biome-ignore lint/correctness/noChildrenProp: its type asks for children, and a further argument does not count as one
				children: createElement(NumberCard, surface.props),
			}),
		),
	);
	const say = (within: Element, what: string) => within.querySelector(`[data-say="${what}"]`)?.textContent ?? "";
	const seen: ReadBack = {
		value: say(place, "value"),
		interval: say(place, "interval"),
		parts: [...place.querySelectorAll('[data-say="part"]')].map((part) => ({
			amount: say(part, "amount"),
			text: say(part, "text"),
		})),
		state: say(place, "state"),
	};
	root.unmount();
	place.remove();
	return seen;
}
