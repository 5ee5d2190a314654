import { expect, test } from "vitest";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { applyChanges } from "./apply-changes.ts";

const app = await testApp();
const { tenantId } = await addWorkspace(app.database, "pier");
let at = Date.now() - 60_000;
const tell = (...changes: Omit<CanonicalChange, "recordedAt">[]) =>
	app.database.inTenant(tenantId, (trx) =>
		applyChanges(
			{ trx, tenantId, source: "crm", causeId: crypto.randomUUID() },
			changes.map((change) => ({ ...change, recordedAt: ++at })),
		),
	);
const contacts = () =>
	app.database.reader(tenantId).selectFrom("contacts").select(["id", "name"]).orderBy("name").execute();
const activities = () =>
	app.database.reader(tenantId).selectFrom("activities").select(["contact_id", "subject"]).orderBy("subject").execute();
const contact = (externalId: string) => ({ entity: "contact", externalId, fields: { name: externalId } }) as const;
const call = (externalId: string, contactExternalId: string) =>
	({
		entity: "activity",
		externalId,
		fields: { kind: "call", subject: externalId, contactExternalId, occurredAt: new Date(at).toISOString() },
	}) as const;

test("what pointed to a record that became part of another points to that one, and so does its id from then on", async () => {
	await tell(contact("A"), contact("B"), call("first", "A"), call("second", "B"));
	await tell({ entity: "contact", externalId: "A", fields: {}, deleted: true, mergedInto: "B" });
	const [only, ...others] = await contacts();
	expect([only?.name, others]).toEqual(["B", []]);
	await tell(call("third", "A"));
	expect((await activities()).map(({ contact_id }) => contact_id)).toEqual([only?.id, only?.id, only?.id]);
	await tell({ entity: "contact", externalId: "A", fields: {}, deleted: true, mergedInto: "B" });
	expect(await contacts()).toHaveLength(1);
});

test("a person who wants to be forgotten leaves no words behind", async () => {
	await tell(contact("C"), call("said by C", "C"));
	await tell({ entity: "contact", externalId: "C", fields: {}, deleted: true, erased: true });
	expect((await contacts()).map(({ name }) => name)).toEqual(["B"]);
	expect((await activities()).map(({ subject }) => subject)).not.toContain("said by C");
});
