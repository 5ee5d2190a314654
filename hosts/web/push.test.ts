import { expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { loadCompany } from "../../server/demo/load-demo.ts";
import { writeSecret } from "../../server/hosts/connection-secrets.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { testApp } from "../../server/test-app.ts";
import { webHost } from "./host.ts";
import { signedHeaders } from "./signature.ts";

const KEY = "a-key-of-more-than-enough-length";
const app = await testApp({ hosts: [webHost] });
const { database, deps } = app;
const company = smallCompany(deps.now());
const tenantId = (await loadCompany(database, company)) ?? 0;
const maria = { tenantId, userId: CAST.maria.id };
await database.inTenant(tenantId, (trx) =>
	writeSecret(trx, deps.vault, { tenantId, host: webHost.id, name: "webhookKey", value: KEY }),
);
await workOnHosts(app.jobs, deps);

function push(changes: unknown[], key = KEY): Promise<Response> {
	const body = JSON.stringify({ changes });
	return app.request(`/hooks/web/${company.tenant.slug}`, {
		method: "POST",
		headers: { "content-type": "application/json", ...signedHeaders(body, { now: deps.now(), key }) },
		body,
	});
}

async function dealCalled(search: string) {
	const answer = await app.call("GET", `/opportunities?search=${encodeURIComponent(search)}`, { as: maria });
	return ((await answer.json()) as { items: Record<string, unknown>[] }).items[0];
}

test("what a company's own system pushes is a deal on its owner's list, with its money to the cent", async () => {
	const stageName = company.stages.find((s) => s.kind === "open")?.name;
	const recordedAt = new Date(deps.now() - 60_000).toISOString();
	const changes = [
		{ entity: "account", id: "pier", recordedAt, fields: { name: "North Pier Bakery" } },
		{
			entity: "deal",
			id: "ovens",
			recordedAt,
			fields: {
				name: "Ovens for North Pier",
				accountExternalId: "pier",
				ownerEmail: CAST.maria.email,
				stageName,
				amount: "12500.50",
				currency: "EUR",
				closeDate: "2027-01-31",
			},
		},
	];
	expect(await (await push(changes)).json()).toMatchObject({ accepted: 2, seenBefore: false });
	await expect.poll(() => dealCalled("Ovens"), { timeout: 10_000 }).toBeTruthy();
	expect(await dealCalled("Ovens")).toMatchObject({
		amount: { amountMinor: "1250050", currency: "EUR" },
		account: { name: "North Pier Bakery" },
		stage: { name: stageName },
		owner: { name: CAST.maria.name },
	});
	expect(await (await push(changes)).json()).toMatchObject({ accepted: 2, seenBefore: true });
});

test("a push with another key is refused", async () => {
	expect(
		(await push([{ entity: "account", id: "x", recordedAt: "2026-01-01T00:00:00Z", fields: {} }], "another")).status,
	).toBe(401);
});
