import type { z } from "zod";
import type { AuditEntryJson, AuditStateJson, auditQuery } from "../audit.ts";
import type { ImportJson, importPlanRequest, JobJson } from "../imports.ts";
import type { MailboxJson, MailJson, MailTextJson } from "../mails.ts";
import type { Page } from "../scalars.ts";
import type { Query, Wire } from "./wire.ts";

/** Running a workspace: audit, imports, jobs, mails. */
export const runningCalls = ({ call }: Wire) => ({
	audit: (query: Query<typeof auditQuery> = {}) => call<Page<AuditEntryJson>>("GET", "/audit", { query }),
	auditState: () => call<AuditStateJson>("GET", "/audit/state"),
	checkAudit: () => call<AuditStateJson>("POST", "/audit/check", { body: {} }),
	imports: () => call<{ items: ImportJson[] }>("GET", "/imports"),
	import: (id: string) => call<ImportJson>("GET", `/imports/${id}`),
	upload: (form: FormData) => call<ImportJson>("POST", "/imports", { form }),
	planImport: (id: string, body: z.input<typeof importPlanRequest>) =>
		call<ImportJson>("PUT", `/imports/${id}/plan`, { body }),
	runImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/run`, { body: {} }),
	cancelImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/cancel`, { body: {} }),
	undoImport: (id: string) => call<ImportJson>("POST", `/imports/${id}/undo`, { body: {} }),
	jobs: () => call<{ items: JobJson[] }>("GET", "/jobs"),
	retryJob: (id: string) => call<JobJson>("POST", `/jobs/${encodeURIComponent(id)}/retry`, { body: {} }),
	cancelJob: (id: string) => call<void>("POST", `/jobs/${encodeURIComponent(id)}/cancel`, { body: {} }),
	mails: () => call<MailboxJson>("GET", "/mails"),
	mail: (id: string) => call<MailTextJson>("GET", `/mails/${id}`),
	retryMail: (id: string) => call<MailJson>("POST", `/mails/${id}/retry`, { body: {} }),
});
