import type { Transaction } from "kysely";
import type { z } from "zod";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { COURTSIDE_FIELDS, WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { updateWriteBackRequest } from "../../core/contract/write-backs.ts";
import { requireVersion } from "../db/own-write.ts";
import type { Tables } from "../db/tables.ts";
import { dropWaiting, forgetWritten } from "./drop-waiting.ts";
import { runOfNow } from "./run-of-now.ts";
import { beginPreview, endPreview, openRun, type WriteRun } from "./runs.ts";
import { forEachEntity, isNative, lockWriteBack, saveWriteBack, type WriteBackSettings } from "./settings.ts";

type Update = z.output<typeof updateWriteBackRequest>;

/**
 * Switches write-back on, off or to a pause, and chooses fields. Other fields, and switching on for the first time, want a
 * preview: its run comes back, and the caller has it planned. Throws unprocessable on a field that is none, wrong_state,
 * version_required, version_conflict.
 */
export async function changeWriteBack(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; userId: string; read: number | null },
	update: Update,
): Promise<{ previewId: string | null }> {
	const { tenantId, host, userId, read } = given;
	const settings = await lockWriteBack(trx, tenantId, host);
	requireVersion(read, settings.version, "write-back");
	const next = { ...settings };
	const changed = await chooseFields(trx, tenantId, settings, update.fields ?? {});
	if (changed) Object.assign(next, { fields: changed, confirmedAt: null, preparedAt: null });
	const wanted = update.state ?? settings.state;
	if (wanted === "off") {
		await switchOff(trx, tenantId, settings);
		await saveWriteBack(trx, tenantId, { ...next, state: "off", confirmedAt: null });
		return { previewId: null };
	}
	if (next.confirmedAt === null) {
		if (wanted === "paused" && !changed)
			throw new CourtsideError("wrong_state", "Nothing is written yet; there is nothing to pause.");
		await saveWriteBack(trx, tenantId, { ...next, state: "preview" });
		if (settings.state === "preview" && !changed) return { previewId: null };
		return { previewId: await beginPreview(trx, { tenantId, host, userId }) };
	}
	// While a preview is open, only confirming it or calling it off ends it.
	const state = settings.state === "preview" ? "preview" : wanted;
	await saveWriteBack(trx, tenantId, { ...next, state });
	return { previewId: null };
}

/** Shows anew what a full run would write; meanwhile nothing is sent. Throws wrong_state when it is off. */
export async function askForPreview(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; userId: string },
): Promise<string> {
	const settings = await lockWriteBack(trx, given.tenantId, given.host);
	if (settings.state === "off")
		throw new CourtsideError("wrong_state", "Write-back is off. Switch it on to see a preview.");
	await saveWriteBack(trx, given.tenantId, { ...settings, state: "preview" });
	const { summary } = (await openRun(trx, given.tenantId, given.host)) ?? {};
	const cameFrom = settings.state === "preview" ? summary?.cameFrom : settings.state;
	return beginPreview(trx, { ...given, cameFrom });
}

/** Sends what the open preview shows, and goes on writing. Throws wrong_state when it is not ready to be confirmed. */
export async function confirmPreview(
	trx: Transaction<Tables>,
	tenantId: number,
	{ host, state, counts }: WriteRun,
	now: number,
): Promise<{ detail: object }> {
	const settings = await lockWriteBack(trx, tenantId, host);
	if (state !== "preview" || settings.state !== "preview") {
		throw new CourtsideError("wrong_state", "Only a preview that is ready and still open can be confirmed.");
	}
	await endPreview(trx, tenantId, host, "running");
	await saveWriteBack(trx, tenantId, { ...settings, state: "on", confirmedAt: now });
	return { detail: { host, rows: counts.planned } };
}

/** Calls an open preview off: what it would have written is dropped, and it stands as before. Throws wrong_state. */
export async function callOff(
	trx: Transaction<Tables>,
	tenantId: number,
	{ id: runId, host, state, summary, counts }: WriteRun,
): Promise<{ detail: object }> {
	const settings = await lockWriteBack(trx, tenantId, host);
	if (state !== "preview" && state !== "planning") {
		throw new CourtsideError(
			"wrong_state",
			"This run is not being previewed any more. A run that has written can be taken back.",
		);
	}
	await endPreview(trx, tenantId, host, "cancelled");
	const isConfirmed = settings.confirmedAt !== null;
	// What people changed meanwhile was asked for on its own and goes on.
	await dropWaiting(trx, { tenantId, host, runId, onlyNumbers: isConfirmed, reason: "called-off" });
	await trx
		.updateTable("write_backs")
		.set({ run_id: await runOfNow(trx, tenantId, host) })
		.where("tenant_id", "=", tenantId)
		.where("run_id", "=", runId)
		.where("state", "=", "planned")
		.execute();
	await saveWriteBack(trx, tenantId, { ...settings, state: isConfirmed ? (summary.cameFrom ?? "on") : "off" });
	return { detail: { host, rows: counts.planned } };
}

async function switchOff(trx: Transaction<Tables>, tenantId: number, { host }: WriteBackSettings): Promise<void> {
	await endPreview(trx, tenantId, host, "cancelled");
	await dropWaiting(trx, { tenantId, host, reason: "switched-off" });
	// Whatever happens there while it is off is not known: switched on again, everything is previewed.
	await forgetWritten(trx, { tenantId, host });
}

/** The fields as they are chosen now; null when nothing of it changed. What goes elsewhere from now on is written anew. */
async function chooseFields(
	trx: Transaction<Tables>,
	tenantId: number,
	settings: WriteBackSettings,
	given: NonNullable<Update["fields"]>,
): Promise<WriteBackSettings["fields"] | null> {
	const next = forEachEntity((entity) => ({ ...settings.fields[entity] }));
	let isChanged = false;
	for (const entity of WRITE_BACK_ENTITIES) {
		const moved: string[] = [];
		for (const [field, name] of Object.entries(given[entity] ?? {})) {
			requireField(entity, field);
			if ((settings.fields[entity][field] ?? null) === name) continue;
			if (name === null) delete next[entity][field];
			else next[entity][field] = name;
			moved.push(field);
		}
		isChanged ||= moved.length > 0;
		await forgetWritten(trx, { tenantId, host: settings.host, entity, fields: moved });
	}
	return isChanged ? next : null;
}

function requireField(entity: WriteBackEntity, field: string): void {
	if (isNative(entity, field) || Object.hasOwn(COURTSIDE_FIELDS[entity], field)) return;
	throw new CourtsideError("unprocessable", `fields.${entity}.${field}: there is no such field to write.`, {
		errors: [{ path: `fields.${entity}.${field}`, message: "no such field" }],
	});
}
