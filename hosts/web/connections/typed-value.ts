import type { SettingType } from "../../../core/contract/host-setting.ts";
import type { JsonValue } from "../../../core/model/change.ts";

/** What somebody typed into a setting, as it is kept; null for nothing. Names are written as JSON: what is none stays a text. */
export function typedValue(type: SettingType, given: FormDataEntryValue | null): JsonValue {
	const text = String(given ?? "").trim();
	if (text === "") return null;
	if (type !== "names") return text;
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		return text;
	}
}

/** A kept value as it stands in its field. */
export function shownValue(value: unknown): string {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}
