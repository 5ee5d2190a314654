import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { VendorField } from "../../core/contract/host.ts";
import type { OrgConnection } from "./connection.ts";
import { isOurs, type ReadObject } from "./objects.ts";

const MOST_CUSTOM = 100;

/** The columns of an object to ask for: what we know and the organisation has, and its own. Throws where what is needed is hidden from us. */
export async function columnsOf(
	org: OrgConnection,
	{ name, needs, fields, takesCustom }: ReadObject,
): Promise<string[]> {
	const there = await describe(org, name);
	const names = new Set(there.map((one) => one.name));
	const links = new Set(there.map((one) => one.relationshipName));
	const isThere = (field: string) => (field.includes(".") ? links.has(field.split(".")[0] ?? "") : names.has(field));
	const missing = needs.filter((one) => !names.has(one));
	if (missing.length > 0)
		throw new CourtsideError(
			"unprocessable",
			`${name}: ${missing.join(", ")} cannot be read. Give the integration user the permission set "Courtside Integration".`,
		);
	const custom = takesCustom
		? there.filter(
				(one) =>
					one.custom &&
					!isOurs(one.name) &&
					one.type !== "reference" &&
					one.type !== "location" &&
					one.type !== "address",
			)
		: [];
	return [...needs, ...fields.filter(isThere), ...custom.slice(0, MOST_CUSTOM).map((one) => one.name)];
}

/** A field as the organisation tells of it. */
interface ToldField {
	name: string;
	label: string;
	type: string;
	custom: boolean;
	updateable: boolean;
	/** By which fields of the record that it refers to are asked for; null where it refers to none. */
	relationshipName: string | null;
}

/** What the organisation says of an object's fields. */
export async function describe(org: OrgConnection, object: string): Promise<ToldField[]> {
	const { fields } = await org.call((conn) => conn.describe(object));
	return fields.map(({ name, label, type, custom, updateable, relationshipName }) => ({
		...{ name, label, type, custom, updateable },
		relationshipName: relationshipName ?? null,
	}));
}

/** The objects that the organisation has and lets us ask. */
export async function objectsThere(org: OrgConnection): Promise<Set<string>> {
	const { sobjects } = await org.call((conn) => conn.describeGlobal());
	return new Set(sobjects.filter(({ queryable }) => queryable).map(({ name }) => name));
}

const TYPES: Readonly<Record<string, VendorField["type"]>> = {
	...{ double: "number", currency: "number", percent: "number", int: "number", date: "date", datetime: "datetime" },
	...{ picklist: "choice", multipicklist: "choice", combobox: "choice", reference: "reference" },
	...{ string: "text", textarea: "text", email: "text", phone: "text", url: "text" },
};

/** An object's fields, for the choice of where to write. */
export async function vendorFields(org: OrgConnection, object: string): Promise<VendorField[]> {
	const fields = await describe(org, object);
	return fields.map(({ name, label, type, updateable }) => ({
		name,
		label,
		type: TYPES[type] ?? "other",
		writable: updateable,
	}));
}
