import type { AuditEntryJson, AuditStateJson } from "../../core/contract/audit.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { english } from "../../core/words/english.ts";
import { formatNumber } from "../../core/words/format-number.ts";
import type { auditStanding } from "../audit/check.ts";
import type { AuditRow } from "../db/audit-entries.ts";
import { fieldWord } from "./history-words.ts";
import { say, type Viewer } from "./viewer.ts";

/** An entry of the audit as it is shown. */
export function auditEntryJson(row: AuditRow, viewer: Viewer): AuditEntryJson {
	return {
		id: row.id,
		seq: Number(row.seq),
		at: new Date(row.at).toISOString(),
		actor: { id: row.actorId, name: actorOf(row, viewer) },
		action: row.action,
		text: sentenceOf(row, viewer),
		entity: row.entity,
		entityId: row.entityId,
		entityName: row.entityName,
		detail: objectOf(row.detail),
		requestId: row.requestId,
		previousHash: row.previousHash.toString("hex"),
		hash: row.hash.toString("hex"),
	};
}

/** "Maria changed the deal Crane refit: stage, amount"; where an action has no sentence yet, its code. */
function sentenceOf(row: AuditRow, viewer: Viewer): string {
	const detail = objectOf(row.detail);
	const key = `audit.did.${row.action}`;
	const actor = actorOf(row, viewer);
	if (!(key in english)) return say(viewer, "audit.did.other", { actor, action: row.action });
	const name = row.entityName ?? textOf(detail["name"]) ?? row.entityId ?? "";
	const fields = fieldWords(detail["fields"], viewer);
	return say(viewer, key, {
		actor,
		name,
		fields,
		hasFields: fields === "" ? "no" : "yes",
		rows: countOf(detail["rows"], viewer),
		before: textOf(detail["before"]) ?? "",
		after: textOf(detail["after"]) ?? "",
		table: tableWord(detail["table"], viewer),
		format: (textOf(detail["format"]) ?? "").toUpperCase(),
	});
}

function actorOf({ actorId, actor }: AuditRow, viewer: Viewer): string {
	return actorId === null && actor === "system" ? say(viewer, "audit.system") : actor;
}

function fieldWords(fields: JsonValue | undefined, viewer: Viewer): string {
	if (!Array.isArray(fields)) return "";
	const words = fields.map((field) => fieldWord(String(field), viewer));
	return new Intl.ListFormat(viewer.locale, { type: "unit", style: "short" }).format(words);
}

function tableWord(table: JsonValue | undefined, viewer: Viewer): string {
	const key = `nav.${textOf(table) ?? ""}`;
	return key in english ? say(viewer, key) : (textOf(table) ?? "");
}

function countOf(value: JsonValue | undefined, { locale }: Viewer): string {
	return typeof value === "number" ? formatNumber(value, locale) : "0";
}

function textOf(value: JsonValue | undefined): string | null {
	return typeof value === "string" ? value : null;
}

function objectOf(value: JsonValue): { [key: string]: JsonValue } {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Where the chain stands, worded. */
export function auditStateJson(
	{ entries, head, last }: Awaited<ReturnType<typeof auditStanding>>,
	viewer: Viewer,
): AuditStateJson {
	return {
		entries,
		head,
		lastCheck: last && {
			at: new Date(last.checkedAt).toISOString(),
			entries: last.entries,
			isWhole: last.brokenAt === null,
			brokenAt: last.brokenAt,
			text: say(viewer, `audit.broken.${last.reason ?? "none"}`, { seq: last.brokenAt ?? 0 }),
			seals: last.seals,
		},
	};
}
