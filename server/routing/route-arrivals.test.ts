import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { AccountPageJson } from "../../core/contract/customers.ts";
import type { AssignmentPageJson, RoutingJson } from "../../core/contract/lead-routing.ts";
import { toJobs } from "../events/sinks.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, type TestCast } from "../test-company.ts";
import { routeArrivals } from "./route-arrivals.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	// What was here before routing was switched on.
	await addLeads("Old lead", 3);
	await addAccounts("Old account", 2);
});

async function send<T>(method: string, path: string, body?: object): Promise<T> {
	const response = await app.call(method, path, { as: cast.david, ...(body && { body }) });
	expect(response.status, await response.clone().text()).toBeLessThan(300);
	return (await response.json()) as T;
}
const run = () =>
	routeArrivals(numberDeps(app), { tenantId }, { signal: new AbortController().signal, progress: async () => {} });
const change = async (given: object) => {
	const { settings } = await send<RoutingJson>("GET", "/leads/routing");
	return send<RoutingJson>("PUT", "/leads/routing", { ...settings, ...given });
};
const addLeads = (name: string, n: number) =>
	app.database.inTenant(tenantId, (trx) =>
		sql`insert into leads (tenant_id, name, created_at)
			select ${tenantId}::int, ${name} || ' ' || k, t.clock_at - k * interval '1 hour' from generate_series(1, ${n}) k, tenants t`.execute(
			trx,
		),
	);
const addAccounts = (name: string, n: number, country: string | null = null) =>
	app.database.inTenant(tenantId, (trx) =>
		sql`insert into accounts (tenant_id, name, country)
			select ${tenantId}::int, ${name} || ' ' || k, ${country} from generate_series(1, ${n}) k`.execute(trx),
	);
const ownersOf = async (table: "leads" | "accounts", name: string) => {
	const { rows } = await app.database.inTenant(tenantId, (trx) =>
		sql<{ id: string; owner: string | null }>`select id::text as id, owner_id::text as owner from ${sql.table(table)}
			where name like ${`${name}%`} order by name`.execute(trx),
	);
	return rows;
};

describe("what an import or a sync brings", () => {
	test("is told to the router as soon as it is there", async () => {
		const asked: string[] = [];
		const jobs = {
			enqueue: async () => "x",
			enqueueCoalesced: async (name: string) => {
				asked.push(name);
			},
		} as unknown as Parameters<typeof toJobs>[0];
		const event = { tenantId, entity: "import", entityId: "i", id: "1", seq: 1 };
		for (const type of ["import.finished", "sync.finished"]) {
			await toJobs(jobs)([{ ...event, type }] as unknown as Parameters<ReturnType<typeof toJobs>>[0]);
		}
		expect(asked.filter((name) => name === "route-arrivals")).toHaveLength(2);
	});

	test("waits while routing is off, and what was here before it was switched on is left alone", async () => {
		await run();
		await change({ isOn: true });
		await run();
		expect((await ownersOf("leads", "Old lead")).every(({ owner }) => owner === null)).toBe(true);
	});

	test("is given out in fair turns at once, each lead once, with why", async () => {
		await addLeads("Imported", 6);
		await run();
		const owners = (await ownersOf("leads", "Imported")).map(({ owner }) => owner);
		expect(owners.every((owner) => owner !== null)).toBe(true);
		const { people } = await send<RoutingJson>("GET", "/leads/routing");
		expect(new Set(owners).size).toBe(Math.min(6, people.filter((p) => p.takesLeads).length));
		const log = await send<AssignmentPageJson>("GET", "/leads/routing/assignments");
		const told = log.items.filter(({ lead }) => lead.name.startsWith("Imported"));
		expect(told).toHaveLength(6);
		expect(told.every(({ text, cause }) => cause === "arrival" && text.includes("turn"))).toBe(true);
		await run();
		expect((await ownersOf("leads", "Imported")).map(({ owner }) => owner)).toEqual(owners);
	});

	test("leaves accounts alone until somebody wants them given too", async () => {
		await addAccounts("Early", 2);
		await run();
		expect((await ownersOf("accounts", "Early")).every(({ owner }) => owner === null)).toBe(true);
	});

	test("gives accounts to the person of their territory, with the rule in words, and to nobody twice", async () => {
		const { settings } = await change({ accountsToo: true });
		expect(settings.accountsToo).toBe(true);
		await app.database.inTenant(tenantId, async (trx) => {
			const rules = JSON.stringify([{ countries: ["NZ"] }]);
			await sql`insert into territories (tenant_id, name, owner_id, rules)
				values (${tenantId}::int, 'Far south', ${cast.maria.userId}::uuid, ${rules}::jsonb)`.execute(trx);
		});
		await addAccounts("Kiwi", 4, "NZ");
		await run();
		const kiwi = await ownersOf("accounts", "Kiwi");
		expect(kiwi.map(({ owner }) => owner)).toEqual(Array(4).fill(cast.maria.userId));
		const page = await send<AccountPageJson>("GET", `/accounts/${kiwi[0]?.id}`);
		expect(page.assigned?.to).toBe(page.account.owner?.name);
		expect(page.assigned?.text).toMatch(/another territory/);
		expect(page.history.some((entry) => JSON.stringify(entry).includes(page.assigned?.to ?? "?"))).toBe(true);
		await app.database.inTenant(tenantId, (trx) =>
			sql`update accounts set owner_id = null where name like 'Kiwi%'`.execute(trx),
		);
		await run();
		expect((await ownersOf("accounts", "Kiwi")).every(({ owner }) => owner === null)).toBe(true);
		expect((await ownersOf("accounts", "Old account")).every(({ owner }) => owner === null)).toBe(true);
		// Those that came since, before accounts were wanted, are given now.
		expect((await ownersOf("accounts", "Early")).every(({ owner }) => owner !== null)).toBe(true);
	});

	test("leaves one audit entry a batch with a hash over who got what", async () => {
		const rows = await app.database.inTenant(tenantId, (trx) =>
			trx
				.selectFrom("audit_entries")
				.select(["action", "detail"])
				.where("action", "in", ["lead-routing.arrivals", "account-routing.arrivals"])
				.execute(),
		);
		expect(rows.map(({ action }) => action).sort()).toEqual(["account-routing.arrivals", "lead-routing.arrivals"]);
		for (const { detail } of rows) expect(JSON.stringify(detail)).toMatch(/"sha256":"[0-9a-f]{64}"/);
	});
});
