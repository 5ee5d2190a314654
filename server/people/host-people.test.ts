import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
let made = 0;

async function workspace() {
	const { tenantId, people } = await addWorkspace(app.database, `quay${++made}`);
	await app.database.inTenant(tenantId, async (trx) => {
		await trx.updateTable("users").set({ name: "Maria Lopez" }).where("id", "=", people.rep.userId).execute();
		const { id } = await trx
			.insertInto("pipelines")
			.values({ tenant_id: tenantId, name: "Sales", is_default: true })
			.returning("id")
			.executeTakeFirstOrThrow();
		const stage = { tenant_id: tenantId, pipeline_id: id, name: "Open", position: 1, kind: "open" as const };
		await trx.insertInto("stages").values(stage).execute();
	});
	let at = Date.now() - 60_000;
	const tell = (...changes: Omit<CanonicalChange, "recordedAt">[]) =>
		app.database.inTenant(tenantId, (trx) =>
			applyChanges(
				{ trx, tenantId, source: "crm", causeId: crypto.randomUUID() },
				changes.map((change) => ({ ...change, recordedAt: ++at })),
			),
		);
	const seen = () =>
		app.database.inTenant(tenantId, async (trx) => {
			const { rows } = await sql<{
				deal: string;
				owner: string;
				told: string[];
			}>`select d.name as deal, u.name as owner,
					array(select distinct o.name from field_changes f join users o
						on o.id::text = coalesce(f.value ->> 'ownerId', f.value #>> '{}') where f.entity_id = d.id) as told
				from deals d join users u on u.id = d.owner_id order by 1`.execute(trx);
			return rows.map(({ deal, owner, told }) => `${deal}: ${owner} (${told.join(", ")})`);
		});
	const identities = () =>
		app.database.inTenant(tenantId, async (trx) => {
			const { rows } = await sql<{ text: string }>`select i.kind || ' ' || i.external_id || ' ' || i.state as text
				from identities i where i.source = 'crm' order by 1`.execute(trx);
			return rows.map(({ text }) => text);
		});
	return { tell, seen, identities, email: people.rep };
}

const deal = (externalId: string, fields: CanonicalChange["fields"]) =>
	({ entity: "deal", externalId, fields: { name: externalId, stageName: "Open", ...fields } }) as const;

test("a deal that is told before its owner's record keeps the owner, who then turns out to be somebody who is here", async () => {
	const { tell, seen, identities } = await workspace();
	await tell(deal("D1", { ownerExternalId: "005A" }));
	expect(await seen()).toEqual(["D1: 005A (005A)"]);
	expect(await identities()).toEqual(["crm-user 005A unmatched"]);
	const email = `maria@quay${made}.example`;
	await tell({ entity: "user", externalId: "005A", fields: { name: "M. Lopez", email } });
	expect(await seen()).toEqual([expect.stringMatching(/^D1: (M\. Lopez|Maria Lopez) \((M\. Lopez|Maria Lopez)\)$/)]);
	expect(await identities()).toEqual(["crm-user 005A matched"]);
	await tell(deal("D2", { ownerEmail: email.toUpperCase() }));
	expect(new Set((await seen()).map((line) => line.slice(3)))).toHaveLength(1);
});

test("an owner's record that nobody here fits becomes a person; one of the same name is kept apart and suggested", async () => {
	const { tell, seen, identities } = await workspace();
	await tell({ entity: "user", externalId: "005B", fields: { name: "Zoe Zest", email: "zoe@else.example" } });
	await tell({ entity: "user", externalId: "005C", fields: { name: "Lopez, Maria" } });
	await tell(deal("D1", { ownerExternalId: "005B" }), deal("D2", { ownerExternalId: "005C" }));
	expect(await seen()).toEqual(["D1: Zoe Zest (Zoe Zest)", "D2: Lopez, Maria (Lopez, Maria)"]);
	expect(await identities()).toEqual(["crm-user 005B matched", "crm-user 005C unmatched"]);
});
