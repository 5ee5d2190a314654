import { createRenderer } from "@hubspot/ui-extensions/testing";
import type { ReactElement } from "react";

/** What a card asked for. */
export interface Sent {
	url: URL;
	method: string;
	body: Record<string, unknown> | undefined;
}
type Given = { status?: number; json: unknown } | "broken";

/** Renders at a place in HubSpot, with our server answering by the path that is asked for. */
export function at(
	place: "crm.record.sidebar" | "crm.record.tab" | "settings" | "pages",
	answers: Record<string, Given | Given[]>,
	given: { language?: string; objectTypeId?: string } = {},
) {
	const sent: Sent[] = [];
	const scope = globalThis as unknown as { self: unknown; hsFetch: unknown };
	scope.self = globalThis;
	scope.hsFetch = async (
		url: string,
		{ method = "GET", body }: { method?: string; body?: Record<string, unknown> } = {},
	) => {
		const asked = new URL(url);
		sent.push({ url: asked, method, body });
		const path = asked.pathname.replace("/cards/hubspot/", "");
		const found = answers[`${method} ${path}`] ?? answers[path];
		const one = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found;
		if (!one || one === "broken") throw new Error("no connection");
		return new Response(JSON.stringify(one.json), { status: one.status ?? 200 });
	};
	const renderer = createRenderer(place);
	const language = given.language ?? "en";
	const context = {
		location: place,
		user: { id: 7, email: "maria@acme.example", language, locale: language },
		portal: { id: 4242, timezone: "Europe/Berlin" },
		variables: { COURTSIDE_URL: "https://courtside.example.com" },
		...(place.startsWith("crm") && { crm: { objectId: 51, objectTypeId: given.objectTypeId ?? "0-1" } }),
	};
	const alerts: string[] = [];
	const actions = {
		addAlert: ({ message }: { message: string }) => alerts.push(message),
		refreshObjectProperties: () => {},
	};
	renderer.mocks.useExtensionContext.willCall((() => context) as never);
	renderer.mocks.useExtensionActions.willCall((() => actions) as never);
	const words = () => wordsOf(renderer.getRootNode());
	return { renderer, sent, alerts, draw: (element: ReactElement) => renderer.render(element), words };
}

interface Node {
	nodeType: string;
	text?: string | null;
	childNodes?: Node[];
	props?: Record<string, unknown>;
}

/** Every word that is drawn, also those in labels and titles. */
export function wordsOf(node: unknown): string {
	const { nodeType, text, childNodes = [], props = {} } = node as Node;
	const own = ["title", "label", "value"].map((name) => props[name]).filter((value) => typeof value === "string");
	return [...own, nodeType === "text" ? text : "", ...childNodes.map(wordsOf)].filter(Boolean).join(" ");
}
