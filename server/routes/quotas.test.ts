import { expect, test } from "vitest";
import type {
	MyQuotaJson,
	QuotaRequestJson,
	QuotaRequestListJson,
	QuotaStandingsJson,
} from "../../core/contract/quotas.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";

const NOW = Date.UTC(2026, 9, 20);
const PERIOD = "FY2026-Q4";
const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, NOW);
app.passTime(NOW - Date.now());
await rebuildNow(app, tenantId);
const maria = cast.maria.userId;

async function ask<T>(
	method: string,
	path: string,
	body?: unknown,
	as = cast.david,
): Promise<{ status: number; body: T }> {
	const response = await app.call(method, path, { as, ...(body !== undefined && { body }) });
	return { status: response.status, body: (await response.json()) as T };
}
const standing = async (as = cast.david) =>
	(await ask<QuotaStandingsJson>("GET", `/quotas?period=${PERIOD}`, undefined, as)).body;
const quotaOf = async (nodeId: string) => (await standing()).nodes.find((n) => n.nodeId === nodeId)?.quota;
const askFor = (askedMinor: string, as = cast.maria) =>
	ask<QuotaRequestJson>("POST", "/quota-requests", { period: PERIOD, askedMinor, reason: "Two accounts left" }, as);
const decide = (request: QuotaRequestJson, body: object, as = cast.david) =>
	ask<QuotaRequestJson>("POST", `/quota-requests/${request.id}/decide`, { version: request.version, ...body }, as);

test("a deal that closes counts towards the quota at once", async () => {
	const before = await standing(cast.maria);
	expect(before.nodes.map((n) => n.nodeId)).toEqual([maria]);
	await app.database.inTenant(tenantId, async (trx) => {
		const open = await trx
			.selectFrom("deals")
			.innerJoin("stages", "stages.id", "deals.stage_id")
			.select(["deals.id", "deals.pipeline_id", "deals.version"])
			.where("deals.owner_id", "=", maria)
			.where("deals.status", "=", "open")
			.where("deals.currency", "=", "EUR")
			.where("deals.amount_minor", "is not", null)
			.executeTakeFirst();
		const deal =
			open ??
			(await trx
				.selectFrom("deals")
				.select(["id", "pipeline_id", "version"])
				.where("owner_id", "=", maria)
				.where("status", "=", "open")
				.where("amount_minor", "is not", null)
				.executeTakeFirstOrThrow());
		const won = await trx
			.selectFrom("stages")
			.select("id")
			.where("pipeline_id", "=", deal.pipeline_id)
			.where("kind", "=", "won")
			.executeTakeFirstOrThrow();
		const response = await app.call("PUT", `/opportunities/${deal.id}`, {
			as: cast.maria,
			body: { stageId: won.id, version: deal.version },
		});
		expect(response.status).toBe(200);
	});
	const after = await standing(cast.maria);
	expect(BigInt(after.nodes[0]?.done ?? 0)).toBeGreaterThan(BigInt(before.nodes[0]?.done ?? 0));
});

test("one's own quota says what it is, how likely, and what is needed", async () => {
	const { body } = await ask<MyQuotaJson>("GET", `/quotas/mine?period=${PERIOD}`, undefined, cast.maria);
	expect(body.standing.mine?.quota).not.toBeNull();
	expect(body.text).toContain("%");
	expect(body.needed.length).toBeGreaterThan(0);
	expect(body.plan).toBeNull();
	const { body: none } = await ask<MyQuotaJson>("GET", `/quotas/mine?period=${PERIOD}`);
	expect(none.standing.mine).toBeNull();
});

test("a request goes by the leader to a planner, and the team's others make up for it to the cent", async () => {
	const had = BigInt((await quotaOf(maria)) ?? 0);
	const asked = (had / 2n).toString();
	const { body: request, status } = await askFor(asked);
	expect(status).toBe(201);
	expect((await askFor(asked)).status).toBe(409);
	expect(request.may).toEqual(["withdrawn"]);
	expect((await decide(request, { decision: "granted" })).status).toBe(403);
	expect((await decide(request, { decision: "backed" }, cast.maria)).status).toBe(403);
	const backed = await decide(request, { decision: "backed", comment: "True" }, cast.robert);
	expect(backed.body.state).toBe("backed");
	const before = (await standing()).nodes
		.filter((n) => n.kind === "user")
		.reduce((s, n) => s + BigInt(n.quota ?? 0), 0n);
	const granted = await decide(backed.body, { decision: "granted", carriedBy: "peers" });
	expect(granted.body).toMatchObject({ state: "granted", steps: [{ decision: "backed" }, { decision: "granted" }] });
	expect(await quotaOf(maria)).toBe(asked);
	const after = (await standing()).nodes
		.filter((n) => n.kind === "user")
		.reduce((s, n) => s + BigInt(n.quota ?? 0), 0n);
	expect(after).toBe(before);
	expect((await decide(granted.body, { decision: "declined" })).status).toBe(403);
});

test("a request that is declined or taken back changes nothing, and a rep sees only their own", async () => {
	const had = await quotaOf(maria);
	const { body: first } = await askFor("1");
	const declined = await decide(first, { decision: "declined", comment: "No" }, cast.robert);
	expect(declined.body.state).toBe("declined");
	const { body: second } = await askFor("2");
	expect((await decide(second, { decision: "withdrawn" }, cast.maria)).body.state).toBe("withdrawn");
	expect(await quotaOf(maria)).toBe(had);
	const { body } = await ask<QuotaRequestListJson>("GET", "/quota-requests", undefined, cast.maria);
	expect(body.items.length).toBe(3);
	expect(body.items.every((item) => item.user.id === maria)).toBe(true);
});
