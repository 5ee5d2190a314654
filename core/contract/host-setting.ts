import type { Told } from "./host-about.ts";

/**
 * What a setting takes. `pem`: a key or certificate with its first and last line; `address`: http or https; `id`: an id as
 * Microsoft writes them; `percent`: 0 to 95; `switch`: "on" or nothing; `names`: an object of names by kind of record.
 */
export const SETTING_TYPES = ["text", "pem", "address", "id", "percent", "switch", "names"] as const;
export type SettingType = (typeof SETTING_TYPES)[number];

/** A setting that a host reads from its installation. */
export interface HostSetting {
	name: string;
	/** Kept sealed, written and never shown. */
	secret: boolean;
	type: SettingType;
	/** A value as the vendor writes it, made up; the same in every language. */
	example?: string;
	/** Most leave it empty: it is asked for last. */
	isRare?: true;
	/** It has a page of its own. */
	elsewhere?: true;
	/** It alone connects for a first look. */
	isEnough?: true;
}

/** Where a setting's words stand: its label, and where to find its value or what it is for. */
export function settingWords(host: string, name: string): { label: Told; hint: Told } {
	const key = `host.${host.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}.setting.${name}`;
	return { label: { key }, hint: { key: `${key}.hint` } };
}

/** Why a value will not do, as the last part of a key beneath `setting.fault`; null where it will. Nothing given is fine. */
export type SettingFault = Exclude<SettingType, "text">;

/** @see SettingFault */
export function settingFault(type: SettingType, value: unknown): SettingFault | null {
	if (type === "text" || value === null || value === undefined || value === "") return null;
	return HOLDS[type](value) ? null : type;
}

const PEM = /^-----BEGIN ([A-Z0-9 ]+)-----\s[\s\S]+\s-----END \1-----\s*$/;
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const MOST_PERCENT = 95;

const HOLDS: Record<SettingFault, (value: unknown) => boolean> = {
	pem: (value) => typeof value === "string" && PEM.test(value.trim()),
	address: (value) => typeof value === "string" && /^https?:$/.test(URL.parse(value)?.protocol ?? ""),
	id: (value) => typeof value === "string" && GUID.test(value.trim()),
	percent: (value) => /^\d+(\.\d+)?$/.test(String(value)) && Number(value) <= MOST_PERCENT,
	switch: (value) => value === "on",
	names: (value) => isRecord(value) && Object.values(value).every((fields) => isRecord(fields) && areNames(fields)),
};

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areNames(fields: Record<string, unknown>): boolean {
	return Object.values(fields).every((name) => name === null || typeof name === "string");
}
