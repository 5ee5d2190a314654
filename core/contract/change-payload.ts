import { z } from "zod";
import { ACTIVITY_KINDS } from "../model/activity.ts";
import type { JsonValue } from "../model/change.ts";
import { DEAL_CATEGORIES } from "../model/deal-category.ts";
import { LEAD_STATUSES } from "../model/lead.ts";
import { minorFromDecimal } from "../model/money.ts";
import { CourtsideError } from "./courtside-error.ts";
import type { CanonicalChange } from "./host.ts";

const text = z.string().max(2000).nullable().optional();
const key = z.string().min(1).max(200);
const reference = key.nullable().optional();
const moment = z.iso.datetime({ offset: true }).nullable().optional();
const whole = z.number().int().nullable().optional();
const owner = { ownerExternalId: reference, ownerEmail: z.email().nullable().optional() };
const account = { accountExternalId: reference };
/** A plain decimal as text ("12500.50"), or a whole number: no float on its way to money. */
const amount = z
	.union([
		z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'a plain decimal as text, such as "12500.50"'),
		z.number().int(),
	])
	.nullable()
	.optional();
const currency = z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as EUR");

/** Fields that we have no name for, as text; null takes one away. */
const extra = z.record(z.string().min(1).max(200), z.string().max(2000).nullable()).optional();

/** The fields of each kind of record, as they are on the wire. */
const SHAPES = {
	account: {
		name: text,
		domain: text,
		industry: text,
		employees: whole,
		country: text,
		region: text,
		parentExternalId: reference,
		extra,
		...owner,
	},
	contact: { name: text, email: text, phone: text, title: text, extra, ...account },
	lead: {
		name: text,
		email: text,
		company: text,
		title: text,
		phone: text,
		source: text,
		industry: text,
		country: text,
		employees: whole,
		status: z.enum(LEAD_STATUSES).optional(),
		mqlAt: moment,
		sqlAt: moment,
		createdAt: moment,
		closedAt: moment,
		extra,
		...owner,
	},
	deal: {
		name: text,
		stageName: z.string().min(1).max(200).optional(),
		stageExternalId: key.optional(),
		pipelineName: z.string().min(1).max(200).optional(),
		amount,
		currency: currency.optional(),
		closeDate: z.iso.date().nullable().optional(),
		source: text,
		nextStep: text,
		forecastCategory: z.enum(DEAL_CATEGORIES).nullable().optional(),
		createdAt: moment,
		closedAt: moment,
		extra,
		...account,
		...owner,
	},
	activity: {
		kind: z.enum(ACTIVITY_KINDS),
		direction: z.enum(["in", "out"]).nullable().optional(),
		subject: text,
		occurredAt: z.iso.datetime({ offset: true }),
		durationMinutes: whole,
		contactExternalId: reference,
		dealExternalId: reference,
		leadExternalId: reference,
		...account,
		...owner,
	},
	user: { name: text, email: z.email().nullable().optional(), isActive: z.boolean().optional() },
	pipeline: {
		name: z.string().min(1).max(200),
		stages: z.array(
			z.strictObject({
				externalId: key,
				name: z.string().min(1).max(200),
				kind: z.enum(["open", "won", "lost"]),
				position: z.int().min(0).max(10_000),
			}),
		),
	},
};

const common = { id: key, recordedAt: z.iso.datetime({ offset: true }) };
function change<E extends keyof typeof SHAPES>(entity: E) {
	const fields = z.strictObject(SHAPES[entity]);
	return z.strictObject({ ...common, entity: z.literal(entity), fields });
}

/** A record that is gone; what else is told of it does not matter. */
const deletion = z.object({
	...common,
	entity: z.enum(["account", "contact", "lead", "deal", "activity", "user", "pipeline"]),
	deleted: z.literal(true),
	fields: z.object({}).optional(),
});

const told = z.discriminatedUnion("entity", [
	change("account"),
	change("contact"),
	change("lead"),
	change("deal").refine(({ fields }) => fields.amount == null || fields.currency !== undefined, {
		message: "an amount needs its currency beside it",
		path: ["fields", "currency"],
	}),
	change("activity"),
	change("user"),
	change("pipeline"),
]);

/** One or the other, by whether it says so: a union of both would not tell which field is wrong. */
const either = z.unknown().transform((raw, context) => {
	const isDeletion = typeof raw === "object" && raw !== null && "deleted" in raw;
	const parsed = isDeletion ? deletion.safeParse(raw) : told.safeParse(raw);
	if (parsed.success) return parsed.data;
	for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message });
	return z.NEVER;
});

/**
 * What a system without a protocol of its own sends: changed records, each with its id there, the moment it was recorded
 * there, and the fields that changed (all of them when the record is new). `hosts/web/README.md` shows each field.
 */
export const changesPayload = z.strictObject({ changes: z.array(either).min(1).max(1000) });

/** Whether records of this kind have a field of that name. */
export function isChangeField(entity: string, name: string): boolean {
	return Object.hasOwn(SHAPES, entity) && Object.hasOwn(SHAPES[entity as keyof typeof SHAPES], name);
}

/** The payload as canonical changes. Throws unprocessable that names every field that will not do. */
export function mapChanges(raw: unknown): CanonicalChange[] {
	const parsed = changesPayload.safeParse(raw);
	if (!parsed.success) {
		const errors = parsed.error.issues.map((i) => ({ path: i.path.join("."), message: i.message }));
		throw new CourtsideError("unprocessable", "The changes could not be read; nothing of them was taken.", { errors });
	}
	return parsed.data.changes.map((one) => {
		const about = { entity: one.entity, externalId: one.id, recordedAt: Date.parse(one.recordedAt) };
		if ("deleted" in one) return { ...about, deleted: true, fields: {} };
		return { ...about, fields: one.entity === "deal" ? withMinorUnits(one.fields) : clean(one.fields) };
	});
}

/** Which record a payload of one change is about, when it cannot be read as a whole; null when not even that can be told. */
export function identifyChange(raw: unknown): { entity: string; externalId: string } | null {
	const named = z.object({ changes: z.tuple([z.object({ entity: z.string().max(40), id: key })]) }).safeParse(raw);
	if (!named.success) return null;
	const [{ entity, id }] = named.data.changes;
	return { entity, externalId: id };
}

/** The records of a payload, each as a payload of its own. What is no payload is one record: its reading says why. */
export function splitChanges(raw: unknown): unknown[] {
	const changes = typeof raw === "object" && raw !== null && "changes" in raw ? raw.changes : null;
	return Array.isArray(changes) && changes.length > 0 ? changes.map((one) => ({ changes: [one] })) : [raw];
}

function withMinorUnits({
	amount,
	...rest
}: {
	amount?: string | number | null | undefined;
	currency?: string | undefined;
}) {
	const fields = clean(rest);
	if (amount === undefined) return fields;
	const minor = amount === null ? null : minorFromDecimal(String(amount), rest.currency ?? "");
	return { ...fields, amountMinor: minor === null ? null : minor.toString() };
}

/** Without what was not given: a field that is absent did not change. */
function clean(fields: object): Record<string, JsonValue> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
