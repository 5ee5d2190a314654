import type { Host } from "../../core/contract/host.ts";
import type { View } from "../../core/contract/view.ts";
import { callerOf, verifyCall } from "./calls.ts";
import { openOrg } from "./connection.ts";
import { vendorFields } from "./fields-there.ts";
import { hearChanges } from "./hear-changes.ts";
import { lacksOf } from "./lacks.ts";
import { identifyRecord, mapRecord } from "./map-record.ts";
import { previewOf } from "./preview.ts";
import { pulseOf } from "./pulse.ts";
import { readOrg } from "./read-org.ts";
import { historyOf, reportOrg, revokeToken, tryOrg } from "./report.ts";
import { orgDoor, removeOurFields } from "./write-back.ts";

/** What a Lightning card draws: the words of the view, each as it is shown. */
export interface CardSurface {
	title: string;
	value: string;
	interval: string;
	state: string;
	parts: { amount: string; text: string }[];
	next: string | null;
	asOf: string;
	model: string;
}

const OBJECT_OF = { account: "Account", contact: "Contact", deal: "Opportunity", lead: "Lead" } as const;

/** Salesforce: records and history in by its own client, scores and chosen fields back. */
export const salesforceHost: Host<CardSurface> = {
	id: "salesforce",
	config: [
		{ name: "instanceUrl", secret: false, type: "address", example: "https://your-company.my.salesforce.com" },
		{ name: "clientId", secret: false, type: "text", example: "3MVG9…" },
		{ name: "clientSecret", secret: true, type: "text" },
		{
			...{ name: "privateKey", secret: true, type: "pem" },
			example: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN…\n-----END PRIVATE KEY-----",
		},
		{ name: "username", secret: false, type: "text", example: "integration@your-company.com" },
		{
			...{ name: "callCertificate", secret: true, type: "pem" },
			example: "-----BEGIN CERTIFICATE-----\nMIIDyTCCArGg…\n-----END CERTIFICATE-----",
		},
		{ name: "changeEvents", secret: false, type: "switch" },
		{ name: "pipelineName", secret: false, type: "text", example: "Salesforce", isRare: true },
		{ name: "leaveToOthers", secret: false, type: "percent", example: "20", isRare: true },
	],
	verify: verifyCall,
	map: mapRecord,
	identify: identifyRecord,
	present: cardOf,
	preview: previewOf,
	write: async ({ kind }) => ({ ok: false, retry: false, reason: `Salesforce takes no message of the kind ${kind}` }),
	writeBack: orgDoor,
	sync: readOrg,
	listen: hearChanges,
	handle: async () => ({ status: 404, body: { reason: "Salesforce is read by polling; only its cards call." } }),
	accounts: { keys: ["callCertificate"], callerOf },
	about: {
		name: "Salesforce",
		scopes: [
			{ name: "api", reason: { key: "host.salesforce.scopeApi" } },
			{ name: "Courtside_*__c", reason: { key: "host.salesforce.scopeFields" } },
		],
		addresses: [{ address: "https://*.my.salesforce.com", reason: { key: "host.salesforce.address" } }],
		limits: [{ key: "api", calls: 10, perMs: 1000, reason: { key: "host.salesforce.limit" } }],
	},
	test: tryOrg,
	report: reportOrg,
	history: historyOf,
	fieldsOf: async (entity, ports) => vendorFields(await openOrg(ports), OBJECT_OF[entity]),
	lacks: lacksOf,
	pulse: pulseOf,
	disconnect: revokeToken,
	removeFields: removeOurFields,
};

function cardOf({ title, text, parts, action, asOf, modelVersion }: View): CardSurface {
	return {
		title,
		value: text.value,
		interval: text.interval,
		state: text.state,
		parts: parts.map((part) => ({ amount: part.amount, text: part.text })),
		next: action?.text ?? null,
		asOf,
		model: modelVersion,
	};
}
