import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Host, Ports, SignedRequest } from "../../core/contract/host.ts";
import type { View } from "../../core/contract/view.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { hubspotAccounts } from "./accounts.ts";
import { lacksOf } from "./lacks.ts";
import { identifyRecord, mapRecord } from "./map-record.ts";
import { isNews, mapNews, ofPortal, splitNews } from "./news.ts";
import { removeOurFields } from "./own-properties.ts";
import { previewOf } from "./preview.ts";
import { readPortal } from "./read-portal.ts";
import { countPortal, historyOf, tryPortal } from "./report.ts";
import { SCOPES } from "./scopes.ts";
import { verifySigned } from "./signature.ts";
import { portalDoor } from "./write-back.ts";

/** What a card on a record draws: the words of the view, each as it is shown. */
export interface CardSurface {
	title: string;
	value: string;
	interval: string;
	state: string;
	reasons: { amount: string; text: string }[];
	next: string | null;
	asOf: string;
	model: string;
}

/** HubSpot: records and their history in, scores and chosen properties back; told of deletions by signed webhooks. */
export const hubspotHost: Host<CardSurface> = {
	id: "hubspot",
	config: [
		{ name: "accessToken", secret: true, type: "text", example: "pat-eu1-…", isEnough: true },
		{ name: "clientId", secret: false, type: "text", example: "3f9c1f0e-…" },
		{ name: "clientSecret", secret: true, type: "text" },
		{ name: "refreshToken", secret: true, type: "text" },
		{ name: "apiUrl", secret: false, type: "address", example: "http://127.0.0.1:4710", isRare: true },
	],
	verify: verifySigned,
	split: splitNews,
	map: (raw) => (isNews(raw) ? mapNews(raw) : mapRecord(raw)),
	identify: identifyRecord,
	present: cardOf,
	preview: previewOf,
	write: async ({ kind }) => ({ ok: false, retry: false, reason: `HubSpot takes no message of the kind ${kind}` }),
	writeBack: portalDoor,
	sync: readPortal,
	handle,
	accounts: hubspotAccounts,
	about: {
		name: "HubSpot",
		scopes: SCOPES,
		addresses: [{ address: "https://api.hubapi.com", reason: { key: "host.hubspot.address" } }],
		limits: [
			{ key: "api", calls: 90, perMs: 10_000, reason: { key: "host.hubspot.limit" } },
			{ key: "search", calls: 4, perMs: 1000, reason: { key: "host.hubspot.limitSearch" } },
		],
	},
	test: tryPortal,
	report: countPortal,
	history: historyOf,
	lacks: lacksOf,
	removeFields: removeOurFields,
};

/** A webhook: verified, kept under its own key, and what it names is fetched. What we skip is answered well too, or it comes again. */
async function handle(request: SignedRequest, ports: Ports): Promise<{ status: number; body: JsonValue }> {
	const installation = await ports.installations.current();
	if (installation?.state !== "on") return { status: 403, body: { reason: "The connection is not switched on." } };
	const keys = [await ports.secrets.get("clientSecret"), ports.app?.clientSecret].filter((key) => key != null);
	const verified = verifySigned(request, { now: ports.now(), keys });
	if (!verified.ok) {
		ports.log.warn("a webhook was refused", { reason: verified.reason });
		return { status: 401, body: { reason: `Refused: ${verified.reason}.` } };
	}
	let events: unknown[];
	try {
		events = splitNews(JSON.parse(request.body));
		for (const one of events) mapNews(one);
	} catch (fault) {
		if (!(fault instanceof CourtsideError) && !(fault instanceof SyntaxError)) throw fault;
		return { status: 422, body: { reason: fault instanceof CourtsideError ? fault.message : "The body is not JSON." } };
	}
	// Before the first fetch nobody knows which portal this is, and there is nothing here that news could change.
	const own = ofPortal(events, installation.account ?? (await ports.cursors.get("portal")) ?? "");
	if (own.length === 0) return { status: 200, body: { accepted: 0, seenBefore: false } };
	const stored = await ports.inbox.put(verified.deliveryKey, { ...request, body: JSON.stringify(own) });
	// A merge says where a record went, but not how the one that is left looks now.
	const isPart = (one: unknown) => mapNews(one).every(({ mergedInto }) => mergedInto !== undefined);
	if (stored === "new" && own.some(isPart)) await ports.enqueue("sync", {});
	return { status: 200, body: { accepted: own.length, seenBefore: stored === "seen" } };
}

function cardOf({ title, text, parts, action, asOf, modelVersion }: View): CardSurface {
	return {
		title,
		value: text.value,
		interval: text.interval,
		state: text.state,
		reasons: parts.map((part) => ({ amount: part.amount, text: part.text })),
		next: action?.text ?? null,
		asOf,
		model: modelVersion,
	};
}
