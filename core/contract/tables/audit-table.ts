import type { AuditEntryJson } from "../audit.ts";
import type { Table } from "./table.ts";

/** Records that the audit is filtered by. */
const ENTITIES = [
	"deal",
	"lead",
	"user",
	"team",
	"role",
	"import",
	"territory",
	"territory-plan",
	"connection",
	"invitation",
	"job",
] as const;

/** The audit. */
export const auditTable: Table<AuditEntryJson> = {
	name: "audit",
	word: "nav.audit",
	path: "/audit",
	usualSort: "-at",
	columns: [
		{ key: "text", word: "audit.what", kind: "text", value: (e) => e.text },
		{ key: "actor", word: "audit.who", kind: "text", value: (e) => e.actor.name },
		{ key: "at", word: "audit.when", kind: "moment", sorts: true, value: (e) => e.at },
		{ key: "seq", word: "audit.number", kind: "number", value: (e) => e.seq },
		{ key: "action", word: "audit.action", kind: "text", extra: true, value: (e) => e.action },
		{ key: "entity", word: "audit.record", kind: "text", extra: true, value: (e) => e.entity },
		{ key: "entityId", word: "audit.recordId", kind: "text", extra: true, value: (e) => e.entityId },
		{ key: "entityName", word: "audit.recordName", kind: "text", extra: true, value: (e) => e.entityName },
		{ key: "detail", word: "audit.detail", kind: "text", extra: true, value: (e) => JSON.stringify(e.detail) },
		{ key: "requestId", word: "audit.request", kind: "text", extra: true, value: (e) => e.requestId },
		{ key: "hash", word: "audit.hash", kind: "text", extra: true, value: (e) => e.hash },
		{ key: "previousHash", word: "audit.previousHash", kind: "text", extra: true, value: (e) => e.previousHash },
	],
	filters: [
		{ name: "search", word: "audit.search", kind: "text", main: true },
		{ name: "actorId", word: "audit.who", kind: "person", main: true },
		{
			name: "entity",
			word: "audit.record",
			kind: "choice",
			main: true,
			options: ENTITIES.map((entity) => ({ value: entity, word: `audit.entity.${entity}` })),
		},
		{ name: "at", word: "audit.when", kind: "day", main: true },
		{ name: "action", word: "audit.action", kind: "text" },
		{ name: "entityId", word: "audit.recordId", kind: "text" },
	],
};
