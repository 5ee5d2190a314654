import { z } from "zod";
import { isChangeField, mapChanges } from "../../core/contract/change-payload.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, MapGiven } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";

const unreadable = z.object({ file: z.string(), text: z.string() });
const raw = z.object({
	changes: z.array(z.looseObject({ entity: z.string(), fields: z.record(z.string(), z.json()).default({}) })),
});
/** Setting `fieldMap`: kind of record → the folder's name of a field → ours; null leaves it out. */
const fieldMap = z.record(z.string(), z.record(z.string(), z.string().nullable()));

/**
 * One change as it was dropped. Fields are renamed as the workspace's `fieldMap` says; those that we have no name for are
 * kept as text under their own.
 */
export function mapChange(record: unknown, { settings }: MapGiven): CanonicalChange[] {
	const broken = unreadable.safeParse(record);
	if (broken.success)
		throw new CourtsideError("unprocessable", `${broken.data.file} is no JSON with a list "changes".`);
	const given = raw.safeParse(record);
	if (!given.success) return mapChanges(record);
	const renamed = fieldMap.safeParse(settings["fieldMap"] ?? {}).data ?? {};
	return mapChanges({
		changes: given.data.changes.map((change) => ({
			...change,
			fields: namedFields(change.entity, change.fields, renamed[change.entity] ?? {}),
		})),
	});
}

function namedFields(
	entity: string,
	fields: Record<string, JsonValue>,
	renamed: Record<string, string | null>,
): Record<string, JsonValue> {
	const ours: Record<string, JsonValue> = {};
	const extra: Record<string, JsonValue> = {};
	for (const [name, value] of Object.entries(fields)) {
		const to = Object.hasOwn(renamed, name) ? renamed[name] : name;
		if (to == null) continue;
		if (isChangeField(entity, to)) ours[to] = value;
		else extra[to] = value === null ? null : typeof value === "string" ? value : JSON.stringify(value);
	}
	if (Object.keys(extra).length === 0 || !isChangeField(entity, "extra")) return { ...ours, ...extra };
	return { ...ours, extra: { ...(ours["extra"] as object | undefined), ...extra } };
}
