import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { MARKETING_SOURCE, MARKETING_SYSTEMS } from "../../core/contract/marketing.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { columnKey, columnsOf, type HandoffField, knownColumns } from "./presets.ts";

const MOST_EXTRA = 40;
const raw = z.object({
	system: z.enum(MARKETING_SYSTEMS),
	arrivedAt: z.iso.datetime(),
	/** The lead was here before marketing told of it: its own system's words about it stand. */
	isKnown: z.boolean().default(false),
	row: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/**
 * A row of a marketing system as a lead that was handed over. Without a day of its own it was handed over when it came.
 * Columns that have no place are kept beside the lead. Throws unprocessable with the column and what is wrong there.
 */
export function mapRow(given: unknown): CanonicalChange[] {
	const parsed = raw.safeParse(given);
	if (!parsed.success) throw new CourtsideError("unprocessable", "This is no row that marketing handed over.");
	const { system, arrivedAt, isKnown, row } = parsed.data;
	const cells = new Map(Object.entries(row).map(([name, value]) => [columnKey(name), String(value ?? "").trim()]));
	const text = (field: HandoffField): string | null =>
		columnsOf(system, field)
			.map((name) => cells.get(name))
			.find((value) => value !== undefined && value !== "") ?? null;
	const moment = (field: HandoffField): string | null => {
		const said = text(field);
		return said === null ? null : momentOf(said, field);
	};
	const email = text("email")?.toLowerCase() ?? null;
	if (email !== null && !z.email().safeParse(email).success)
		throw new CourtsideError("unprocessable", `email: "${email.slice(0, 80)}" is no address.`);
	const id = text("id") ?? email;
	if (id === null) throw new CourtsideError("unprocessable", "The row has neither an id nor an email: whose is it?");
	const mqlAt = moment("mqlAt") ?? arrivedAt;
	const sqlAt = moment("sqlAt");
	const campaign = text("campaign");
	const source = text("source");
	const handed = { mqlAt, ...(sqlAt !== null && { sqlAt }) };
	// Of a lead that is older here the hand-over is news when it comes.
	const recordedAt = Date.parse(isKnown ? arrivedAt : (moment("updatedAt") ?? sqlAt ?? mqlAt));
	const entity = "lead" as const;
	const externalId = `${system}:${id}`;
	if (isKnown) {
		const extra = { ...(campaign !== null && { campaign }), ...(source !== null && { [MARKETING_SOURCE]: source }) };
		return [{ entity, externalId, recordedAt, fields: { ...handed, ...(Object.keys(extra).length > 0 && { extra }) } }];
	}
	const fields: Record<string, JsonValue> = {
		name: text("name") ?? ([text("firstName"), text("lastName")].filter(Boolean).join(" ") || (email ?? id)),
		...handed,
		extra: { ...unplaced(row, knownColumns(system)), ...(campaign !== null && { campaign }) },
	};
	for (const field of ["company", "title", "phone", "source", "industry", "country", "ownerEmail"] as const) {
		const value = text(field);
		if (value !== null) fields[field] = field === "ownerEmail" ? value.toLowerCase() : value;
	}
	if (email !== null) fields["email"] = email;
	const employees = text("employees");
	if (employees !== null && /^\d{1,9}$/.test(employees.replaceAll(",", "")))
		fields["employees"] = Number(employees.replaceAll(",", ""));
	const createdAt = moment("createdAt");
	if (createdAt !== null) fields["createdAt"] = createdAt;
	return [{ entity, externalId, recordedAt, fields }];
}

/** Whose row it is, as far as can be told. */
export function identifyRow(given: unknown): { entity: string; externalId: string } | null {
	const parsed = raw.safeParse(given);
	if (!parsed.success) return null;
	const { system, row } = parsed.data;
	const cells = new Map(Object.entries(row).map(([name, value]) => [columnKey(name), String(value ?? "").trim()]));
	const said = (["id", "email"] as const).flatMap((field) => columnsOf(system, field)).find((name) => cells.get(name));
	return said === undefined ? null : { entity: "lead", externalId: `${system}:${cells.get(said)}` };
}

function unplaced(row: Record<string, JsonValue>, known: ReadonlySet<string>): Record<string, string> {
	const kept = Object.entries(row).filter(
		([name, value]) => !known.has(columnKey(name)) && value !== null && value !== "",
	);
	return Object.fromEntries(
		kept.slice(0, MOST_EXTRA).map(([name, value]) => [name.slice(0, 200), String(value).slice(0, 2000)]),
	);
}

const PLAIN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d|UTC)?$/;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ T](\d{1,2}):(\d\d)(?::\d\d)?\s*(AM|PM)?)?$/i;

/** A moment as these systems spell it, UTC where none is named. A day that may be two is refused, not guessed. */
function momentOf(said: string, column: string): string {
	const refuse = (why: string) => new CourtsideError("unprocessable", `${column}: "${said.slice(0, 60)}" ${why}`);
	const plain = PLAIN.exec(said);
	if (plain) {
		const [, year, month, day, hour = "00", minute = "00", second = "00", zone = "Z"] = plain;
		const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone === "UTC" ? "Z" : zone}`);
		if (Number.isFinite(at)) return new Date(at).toISOString();
	}
	if (/^\d{13}$/.test(said)) return new Date(Number(said)).toISOString();
	const slashed = SLASHED.exec(said);
	if (!slashed) throw refuse("is no day that we can read; send it as YYYY-MM-DD.");
	const [, a = "", b = "", year, hour = "0", minute = "0", half] = slashed;
	if (Number(a) <= 12 && Number(b) <= 12 && a !== b) throw refuse("may be two days; send it as YYYY-MM-DD.");
	const [month, day] = Number(a) > 12 ? [b, a] : [a, b];
	const hours = (Number(hour) % (half ? 12 : 24)) + (half?.toUpperCase() === "PM" ? 12 : 0);
	const at = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute));
	if (new Date(at).getUTCDate() !== Number(day)) throw refuse("is no day of any calendar.");
	return new Date(at).toISOString();
}
