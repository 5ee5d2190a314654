import type { z } from "zod";
import type { CustomFieldsJson, mapFieldRequest } from "../connection-fields.ts";
import type {
	ConnectionDetailJson,
	ConnectionJson,
	ConnectionReportJson,
	CopyRemovalJson,
	connectionLacks,
	connectionPulse,
	connectionTest,
	consentBegun,
	disconnected,
	FailedRecordJson,
	failedRecordQuery,
	removedFields,
	SyncRunJson,
	startSyncRequest,
	updateConnectionRequest,
} from "../connections.ts";
import type { Page } from "../scalars.ts";
import type { updateWebConnectionRequest, WebConnectionJson, WebKeyJson } from "../web-connection.ts";
import type { Query, Wire } from "./wire.ts";

/** Connections to vendors: settings, consent, fetching, records that failed, leaving. */
export const connectionCalls = ({ call }: Wire) => ({
	connections: () => call<{ items: ConnectionJson[] }>("GET", "/connections"),
	connection: (host: string) => call<ConnectionDetailJson>("GET", `/connections/${host}`),
	updateConnection: (host: string, body: z.input<typeof updateConnectionRequest>) =>
		call<ConnectionDetailJson>("PUT", `/connections/${host}`, { body }),
	testConnection: (host: string) =>
		call<z.infer<typeof connectionTest>>("POST", `/connections/${host}/test`, { body: {} }),
	connectionLacks: (host: string) => call<z.infer<typeof connectionLacks>>("GET", `/connections/${host}/lacks`),
	connectionPulse: (host: string) => call<z.infer<typeof connectionPulse>>("GET", `/connections/${host}/pulse`),
	authorizeConnection: (host: string) =>
		call<z.infer<typeof consentBegun>>("POST", `/connections/${host}/authorize`, { body: {} }),
	connectionReport: (host: string) => call<ConnectionReportJson>("GET", `/connections/${host}/report`),
	startSync: (host: string, body: z.input<typeof startSyncRequest>) =>
		call<SyncRunJson>("POST", `/connections/${host}/sync`, { body }),
	syncRun: (id: string) => call<SyncRunJson>("GET", `/sync-runs/${id}`),
	cancelSync: (id: string) => call<SyncRunJson>("POST", `/sync-runs/${id}/cancel`, { body: {} }),
	failedRecords: (host: string, query: Query<typeof failedRecordQuery> = {}) =>
		call<Page<FailedRecordJson>>("GET", `/connections/${host}/failed-records`, { query }),
	replayRecords: (host: string) =>
		call<{ records: number }>("POST", `/connections/${host}/failed-records/replay`, { body: {} }),
	dismissRecords: (host: string) =>
		call<{ records: number }>("POST", `/connections/${host}/failed-records/dismiss`, { body: {} }),
	replayRecord: (id: string) => call<{ records: number }>("POST", `/failed-records/${id}/replay`, { body: {} }),
	dismissRecord: (id: string) => call<{ records: number }>("POST", `/failed-records/${id}/dismiss`, { body: {} }),
	customFields: (host: string) => call<CustomFieldsJson>("GET", `/connections/${host}/fields`),
	mapField: (host: string, body: z.input<typeof mapFieldRequest>) =>
		call<CustomFieldsJson>("PUT", `/connections/${host}/fields`, { body }),
	applyFields: (host: string) => call<CustomFieldsJson>("POST", `/connections/${host}/fields/apply`, { body: {} }),
	disconnect: (host: string) =>
		call<z.infer<typeof disconnected>>("POST", `/connections/${host}/disconnect`, { body: {} }),
	removeFields: (host: string) =>
		call<z.infer<typeof removedFields>>("POST", `/connections/${host}/remove-fields`, { body: {} }),
	sourceCopy: (host: string) => call<CopyRemovalJson>("GET", `/connections/${host}/copy`),
	deleteSourceCopy: (host: string) => call<CopyRemovalJson>("DELETE", `/connections/${host}/copy`),
	webConnection: () => call<WebConnectionJson>("GET", "/hosts/web"),
	updateWebConnection: (body: z.input<typeof updateWebConnectionRequest>) =>
		call<WebConnectionJson>("PUT", "/hosts/web", { body }),
	makeWebKey: () => call<WebKeyJson>("POST", "/hosts/web/key", { body: {} }),
});
