import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type {
	CanonicalChange,
	Host,
	Outgoing,
	SignedRequest,
	WriteBack,
	WriteBackDoor,
	Written,
} from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS, partByExpected } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";

/** A vendor for tests: signs with HMAC, sends canonical changes as they are, and answers writes as it is told to. */
export interface TestHost {
	host: Host;
	/** What it was given to write, in order. */
	writes: Outgoing[];
	/** How the next writes end; ok when empty. */
	answers: Written[];
	/** What stands in its records, by `deal D-1`, under its own field names. */
	records: Map<string, Record<string, JsonValue>>;
	/** The calls that wrote records back, in order. */
	calls: WriteBack[][];
	/** Faults of records, by external id, until taken away. */
	faults: Map<string, Written>;
	/** When set, a call as a whole comes to this. */
	outage: { error: Error } | { wish: number } | null;
}

/** A fresh vendor. */
export function testHost(): TestHost {
	const writes: Outgoing[] = [];
	const answers: Written[] = [];
	const crm: Pick<TestHost, "records" | "calls" | "faults" | "outage"> = {
		records: new Map(),
		calls: [],
		faults: new Map(),
		outage: null,
	};
	const verify: Host["verify"] = (request, { keys }) => {
		const given = Buffer.from(request.headers["x-signature"] ?? "");
		const fits = keys.some((key) => {
			const expected = Buffer.from(signatureOf(request.body, key));
			return expected.length === given.length && timingSafeEqual(expected, given);
		});
		if (!fits) return { ok: false, reason: "the signature does not fit" };
		return { ok: true, deliveryKey: createHash("sha256").update(request.body).digest("hex") };
	};
	return Object.assign(crm, {
		writes,
		answers,
		host: {
			id: "testcrm",
			config: [{ name: "webhookKey", secret: true, type: "text" }],
			verify,
			split: (body) => (body as { changes: CanonicalChange[] }).changes,
			map: (raw) => [raw as CanonicalChange],
			present: (view) => view,
			about: { name: "Test CRM", scopes: [], addresses: [], limits: [] },
			async write(change) {
				writes.push(change);
				return answers.shift() ?? { ok: true };
			},
			writeBack: doorOf(crm),
			async handle(request, ports) {
				const key = await ports.secrets.get("webhookKey");
				const verified = verify(request, { now: ports.now(), keys: key ? [key] : [] });
				if (!verified.ok) return { status: 401, body: { reason: verified.reason } };
				return { status: 200, body: { state: await ports.inbox.put(verified.deliveryKey, request) } };
			},
		} satisfies Host,
	});
}

function doorOf(crm: Pick<TestHost, "records" | "calls" | "faults" | "outage">): WriteBackDoor {
	const ofOurs = (entity: keyof typeof COURTSIDE_FIELDS) =>
		Object.fromEntries(Object.keys(COURTSIDE_FIELDS[entity]).map((field) => [field, `${field}__c`]));
	return {
		most: 3,
		names: {
			deal: { ...ofOurs("deal"), currency: "Currency" },
			lead: ofOurs("lead"),
			account: { ownerExternalId: "OwnerId" },
			task: { title: "Subject", dealExternalId: "About" },
		},
		async read(records, { names }) {
			return records.map(({ entity, externalId, fields }) => {
				const stored = crm.records.get(`${entity} ${externalId}`);
				return stored ? Object.fromEntries(fields.map((f) => [f, stored[names[entity][f] ?? f] ?? null])) : null;
			});
		},
		async write(records, { names }) {
			crm.calls.push([...records]);
			const { outage } = crm;
			if (outage && "error" in outage) throw outage.error;
			if (outage)
				return records.map(() => ({ ok: false, retry: true, reason: "slow down", retryAfterMs: outage.wish }));
			return records.map((given) => {
				const fault = crm.faults.get(given.externalId);
				if (fault) return fault;
				const record = given.isNew ? { ...given, externalId: `made of ${given.externalId}` } : given;
				const key = `${record.entity} ${record.externalId}`;
				if (record.fields["title"] === null && crm.records.delete(key)) return { ok: true };
				const stored = crm.records.get(`${record.entity} ${record.externalId}`) ?? {};
				const nameOf = (field: string) => names[record.entity][field] ?? field;
				const before = Object.fromEntries(Object.keys(record.fields).map((f) => [f, stored[nameOf(f)] ?? null]));
				const { write, left } = partByExpected(record, before);
				for (const [field, value] of Object.entries(write)) stored[nameOf(field)] = value;
				crm.records.set(`${record.entity} ${record.externalId}`, stored);
				return { ok: true, before, left, ...(given.isNew && { externalId: record.externalId }) };
			});
		},
	};
}

/** The request's signature header value under a key. */
export function signatureOf(body: SignedRequest["body"], key: string): string {
	return createHmac("sha256", key).update(body).digest("hex");
}
