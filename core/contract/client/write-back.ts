import type { z } from "zod";
import type { VendorField, WriteBackEntity } from "../host.ts";
import type {
	updateWriteBackRequest,
	WriteBackJson,
	WriteBackRecordPage,
	WriteRunJson,
	writeBackRecordQuery,
} from "../write-backs.ts";
import type { Query, Wire } from "./wire.ts";

/** Writing back to the source: choice of fields, runs, records. */
export const writeBackCalls = ({ call }: Wire) => ({
	writeBack: (host: string) => call<WriteBackJson>("GET", `/connections/${host}/write-back`),
	updateWriteBack: (host: string, body: z.input<typeof updateWriteBackRequest>) =>
		call<WriteBackJson>("PUT", `/connections/${host}/write-back`, { body }),
	previewWriteBack: (host: string) =>
		call<WriteRunJson>("POST", `/connections/${host}/write-back/preview`, { body: {} }),
	vendorFields: (host: string, entity: WriteBackEntity) =>
		call<{ items: VendorField[] }>("GET", `/connections/${host}/write-back/vendor-fields`, { query: { entity } }),
	writeRuns: (host: string) => call<{ items: WriteRunJson[] }>("GET", `/connections/${host}/write-back/runs`),
	writeRun: (id: string) => call<WriteRunJson>("GET", `/write-runs/${id}`),
	writeRunRecords: (id: string, query: Query<typeof writeBackRecordQuery> = {}) =>
		call<WriteBackRecordPage>("GET", `/write-runs/${id}/records`, { query }),
	writeBackRecords: (host: string, query: Query<typeof writeBackRecordQuery> = {}) =>
		call<WriteBackRecordPage>("GET", `/connections/${host}/write-back/records`, { query }),
	/** `retry` and `dismiss` are about the failed records of the run. */
	onWriteRun: <Step extends "confirm" | "cancel" | "undo" | "retry" | "dismiss">(id: string, step: Step) =>
		call<Step extends "retry" | "dismiss" ? { records: number } : WriteRunJson>("POST", `/write-runs/${id}/${step}`, {
			body: {},
		}),
	onWriteBackRecord: (id: string, step: "retry" | "dismiss") =>
		call<{ records: number }>("POST", `/write-backs/${id}/${step}`, { body: {} }),
});
