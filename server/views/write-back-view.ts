import type { WriteBackDoor } from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS, NATIVE_FIELDS, WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { WriteBackJson, WriteBackRecordJson, WriteRunJson } from "../../core/contract/write-backs.ts";
import { english } from "../../core/words/english.ts";
import type { WriteRow } from "../write-back/records.ts";
import type { WriteRun } from "../write-back/runs.ts";
import { namesInUse, takesTasks, type WriteBackSettings } from "../write-back/settings.ts";
import { shownValues } from "../write-back/shown-values.ts";
import { say, type Viewer } from "./viewer.ts";

/** A run as pages show it. */
export function runJson(run: WriteRun): WriteRunJson {
	const isWaiting = run.counts.planned + run.counts.queued > 0;
	return {
		id: run.id,
		host: run.host,
		kind: run.kind,
		state: run.state === "running" && !isWaiting ? "done" : run.state,
		counts: run.counts,
		createdAt: iso(run.createdAt),
		createdBy: run.createdBy,
		confirmedAt: run.confirmedAt === null ? null : iso(run.confirmedAt),
		undoes: run.undoes,
		unlinked: run.summary.unlinked ?? { deal: 0, lead: 0 },
		samples: run.summary.samples ?? [],
	};
}

/** Every field that may be written over a connection, ours first. */
export function fieldsJson(door: WriteBackDoor, settings: WriteBackSettings): WriteBackJson["fields"] {
	const names = namesInUse(door, settings);
	return WRITE_BACK_ENTITIES.flatMap((entity) => [
		...Object.keys(COURTSIDE_FIELDS[entity])
			.filter((field) => names[entity][field] !== undefined)
			.map((field) => ({
				entity,
				field,
				kind: "courtside" as const,
				isChosen: true,
				vendorField: names[entity][field] ?? null,
			})),
		...(entity === "task" && !takesTasks(door) ? [] : Object.keys(NATIVE_FIELDS[entity])).map((field) => ({
			entity,
			field,
			kind: "native" as const,
			isChosen: settings.fields[entity][field] !== undefined,
			vendorField: settings.fields[entity][field] ?? door.names[entity][field] ?? null,
		})),
	]);
}

/** One record of a run, its reasons worded for the viewer; a vendor's own words stay as they are. */
export function recordJson(
	row: WriteRow,
	names: Readonly<Record<string, Readonly<Record<string, string>>>>,
	viewer: Viewer,
): WriteBackRecordJson {
	return {
		id: row.id,
		entity: row.entity,
		entityId: row.entityId,
		name: row.name,
		externalId: row.externalId,
		state: row.state,
		cause: row.cause,
		causedBy: row.causedBy,
		values: shownValues(row.fields, row.before, names[row.entity] ?? {}),
		left: Object.entries(row.left).map(([field, { reason, changed = false }]) => ({
			field,
			reason: reasonText(changed ? "changed-since" : reason, viewer),
			isChanged: changed,
		})),
		reason: row.reason === null ? null : reasonText(row.reason, viewer),
		canRetry:
			row.state === "failed" || (row.reason === "fields-left" && Object.values(row.left).some((l) => l.changed)),
		attempts: row.attempts,
		at: iso(row.at),
	};
}

function reasonText(reason: string, viewer: Viewer): string {
	const key = `writeBack.reason.${reason}`;
	return Object.hasOwn(english, key) ? say(viewer, key) : reason;
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
