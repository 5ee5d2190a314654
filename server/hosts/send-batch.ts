import type { Host, Ports, WriteBack, WriteBackNames, Written } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { type DueOutgoing, isWriteBack } from "./outbox.ts";

/** Hands a claimed batch to its host and gives an outcome for each, in order. What it throws is an outcome of all. */
export async function sendBatch(
	host: Host,
	batch: readonly DueOutgoing[],
	given: { names: WriteBackNames; ports: Ports },
): Promise<{ outcomes: Written[]; isOfAll: boolean }> {
	const [first] = batch;
	if (!first) return { outcomes: [], isOfAll: false };
	try {
		const outcomes = isWriteBack(first.kind)
			? await writeBack(host, batch, given)
			: [await host.write(first, given.ports)];
		if (outcomes.length !== batch.length) throw new Error(`${host.id} told of ${outcomes.length} of ${batch.length}`);
		const isOfAll = outcomes.every((outcome) => !outcome.ok && outcome.retry) || wishOf(outcomes) !== null;
		return { outcomes, isOfAll };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return { outcomes: batch.map(() => ({ ok: false, retry: true, reason })), isOfAll: true };
	}
}

/** The longest pause that the vendor asks for; null when it asks for none. */
export function wishOf(outcomes: readonly Written[]): number | null {
	const wishes = outcomes.flatMap((outcome) => (outcome.ok ? [] : (outcome.retryAfterMs ?? [])));
	return wishes.length > 0 ? Math.max(...wishes) : null;
}

async function writeBack(
	host: Host,
	batch: readonly DueOutgoing[],
	given: { names: WriteBackNames; ports: Ports },
): Promise<Written[]> {
	const { writeBack: door } = host;
	if (!door) return batch.map(() => ({ ok: false, retry: false, reason: `${host.id} is not written back to` }));
	const named = batch.map((outgoing) => withNamedFields(outgoing, given.names));
	const sent = named.filter(({ record }) => Object.keys(record.fields).length > 0);
	const outcomes =
		sent.length > 0
			? await door.write(
					sent.map(({ record }) => record),
					given,
				)
			: [];
	if (outcomes.length !== sent.length) throw new Error(`${host.id} told of ${outcomes.length} of ${sent.length}`);
	return named.map((one) => {
		const outcome = outcomes[sent.indexOf(one)] ?? { ok: true };
		return outcome.ok ? { ...outcome, left: { ...outcome.left, ...one.left } } : outcome;
	});
}

/** A write-back without the fields that go nowhere by now: their choice was taken away, or the vendor has none such. */
function withNamedFields({ payload, dedupKey }: DueOutgoing, names: WriteBackNames) {
	// Sealed by us, so it is as it was written.
	const { entity, externalId, isNew, fields, expected } = payload as unknown as WriteBack;
	const isNamed = ([field]: [string, JsonValue]) => names[entity][field] !== undefined;
	const nameless = Object.keys(fields).filter((field) => names[entity][field] === undefined);
	const record: WriteBack = {
		dedupKey,
		entity,
		externalId,
		...(isNew && { isNew }),
		fields: Object.fromEntries(Object.entries(fields).filter(isNamed)),
		...(expected && { expected: Object.fromEntries(Object.entries(expected).filter(isNamed)) }),
	};
	return { record, left: Object.fromEntries(nameless.map((field) => [field, { reason: "not-chosen" }])) };
}
