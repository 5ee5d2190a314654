import { z } from "zod";
import type {
	LeftField,
	Outgoing,
	Ports,
	WriteBack,
	WriteBackDoor,
	WriteBackNames,
	Written,
} from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS, NATIVE_FIELDS } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { decimalFromMinor, minorFromDecimal } from "../../core/model/money.ts";
import { callBack } from "./call-back.ts";

const MOST = 100;
/** Fields bear our names there; an amount is a decimal with its currency, as in what the system sends us. */
const NAMES: WriteBackNames = {
	deal: {
		...ownNames(COURTSIDE_FIELDS.deal),
		...ownNames(NATIVE_FIELDS.deal),
		amountMinor: "amount",
		currency: "currency",
	},
	lead: { ...ownNames(COURTSIDE_FIELDS.lead), ...ownNames(NATIVE_FIELDS.lead) },
	account: ownNames(NATIVE_FIELDS.account),
	task: { ...ownNames(NATIVE_FIELDS.task), dealExternalId: "dealExternalId" },
};

/** Sends one message to the workspace's callback address. Says whether to try again. */
export async function sendMessage({ id, kind, dedupKey, payload }: Outgoing, ports: Ports): Promise<Written> {
	const called = await callBack({ id, kind, dedupKey, payload }, ports);
	return called.ok ? { ok: true } : called;
}

/** Records written back to the company's own system, a hundred in a call. `README.md` shows both bodies. */
export const recordDoor: WriteBackDoor = {
	most: MOST,
	names: NAMES,
	async read(records, { names, ports }) {
		const asked = records.map(({ entity, externalId, fields }) => ({
			entity,
			id: externalId,
			fields: theirFields(fields, names[entity]),
		}));
		const called = await callBack({ kind: "read-records", payload: { records: asked } }, ports);
		if (!called.ok) throw new Error(called.reason);
		const answer = readAnswer.safeParse(called.answer);
		if (answer.data?.records.length !== records.length) throw new Error("the system does not tell what stands there");
		return answer.data.records.map(
			(record, k) => record && ourValues(record.fields, names[records[k]?.entity ?? "deal"]),
		);
	},
	async write(records, { names, ports }) {
		const sent = records.map((record) => theirRecord(record, names[record.entity]));
		const called = await callBack({ kind: "write-back", payload: { records: sent } }, ports);
		if (!called.ok) return records.map(() => called);
		const answer = writeAnswer.safeParse(called.answer);
		// A system that only says 2xx took all of it.
		if (answer.data?.records.length !== records.length) return records.map(() => ({ ok: true }));
		return answer.data.records.map((outcome, k) => outcomeOf(outcome, names[records[k]?.entity ?? "deal"]));
	},
};

const scalar = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);
const values = z.record(z.string().max(200), scalar);
const readAnswer = z.object({ records: z.array(z.object({ fields: values }).nullable()).max(MOST) });
const outcomeSchema = z.discriminatedUnion("ok", [
	z.object({
		ok: z.literal(true),
		/** The id of what it made anew. */
		id: z.string().min(1).max(200).optional(),
		before: values.optional(),
		left: z
			.record(
				z.string(),
				z.object({ reason: z.string().max(500).optional(), changed: z.boolean().optional(), now: scalar.optional() }),
			)
			.optional(),
	}),
	z.object({ ok: z.literal(false), reason: z.string().max(500), retry: z.boolean().optional() }),
]);
const writeAnswer = z.object({ records: z.array(outcomeSchema).max(MOST) });

function theirRecord(
	{ dedupKey, entity, externalId, isNew, fields, expected }: WriteBack,
	names: Record<string, string>,
) {
	return {
		entity,
		id: externalId,
		dedupKey,
		...(isNew && { isNew }),
		fields: theirValues(fields, names),
		...(expected && { expected: theirValues(expected, names) }),
	};
}

function outcomeOf(outcome: z.infer<typeof outcomeSchema>, names: Readonly<Record<string, string>>): Written {
	if (!outcome.ok) return { ok: false, retry: outcome.retry === true, reason: outcome.reason };
	const left: Record<string, LeftField> = {};
	for (const [field, name] of Object.entries(names)) {
		const one = outcome.left?.[name];
		if (!one) continue;
		left[field] = {
			reason: one.reason ?? "the system left it",
			...(one.changed && { changed: true as const }),
			...(one.now !== undefined && { now: one.now }),
		};
	}
	return {
		ok: true,
		left,
		...(outcome.id !== undefined && { externalId: outcome.id }),
		...(outcome.before && { before: ourValues(outcome.before, names) }),
	};
}

function theirFields(fields: readonly string[], names: Readonly<Record<string, string>>): string[] {
	return fields.flatMap((field) => names[field] ?? []);
}

function theirValues(
	ours: Record<string, JsonValue>,
	names: Readonly<Record<string, string>>,
): Record<string, JsonValue> {
	const theirs: Record<string, JsonValue> = {};
	for (const [field, value] of Object.entries(ours)) {
		const name = names[field];
		if (name === undefined) continue;
		const { currency } = ours;
		const isAmount = field === "amountMinor" && typeof value === "string" && typeof currency === "string";
		theirs[name] = isAmount ? decimalFromMinor({ amountMinor: BigInt(value), currency }) : value;
	}
	return theirs;
}

function ourValues(
	theirs: Record<string, JsonValue>,
	names: Readonly<Record<string, string>>,
): Record<string, JsonValue> {
	const ours: Record<string, JsonValue> = {};
	for (const [field, name] of Object.entries(names)) {
		const value = theirs[name];
		if (value === undefined) continue;
		const currency = theirs[names["currency"] ?? "currency"];
		const isAmount = field === "amountMinor" && value !== null && typeof currency === "string";
		ours[field] = isAmount ? (minorFromDecimal(String(value), currency)?.toString() ?? null) : value;
	}
	return ours;
}

function ownNames(fields: object): Record<string, string> {
	return Object.fromEntries(Object.keys(fields).map((field) => [field, field]));
}
