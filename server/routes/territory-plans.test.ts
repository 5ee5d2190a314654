import { sql } from "kysely";
import { expect, test } from "vitest";
import type { PlacingJson, TerritoryAdviceJson } from "../../core/contract/territory-placing.ts";
import type { PlanChoicesJson, PlanFromFileJson, TerritoryPlanJson } from "../../core/contract/territory-plans.ts";
import type { TerritoryRunJson } from "../../core/contract/territory-runs.ts";
import type { MoveEffectJson, PlanMapJson, PlanUnitJson } from "../../core/contract/territory-units.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { COLLEAGUES } from "../../core/demo/small-ground.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { designTerritories } from "../jobs/design-territories.ts";
import { applyDuePlans } from "../territory/apply-due.ts";
import { type TestCall, testApp } from "../test-app.ts";

const app = await testApp();
const now = Date.now();
const tenantId = (await loadCompany(app.database, smallCompany(now))) ?? 0;
const [david, jennifer, maria] = [personOf(CAST.david), personOf(CAST.jennifer), personOf(CAST.maria)];
const [west, east] = [CAST.maria.id, COLLEAGUES.kenji.id];
await app.database.inTenant(tenantId, async (trx) => {
	// A row of forty shops along a road; Maria has thirty of them, Kenji ten.
	await sql`insert into accounts (tenant_id, name, country, region, industry, employees, owner_id)
		select ${tenantId}, 'Shop ' || n, 'DE', 'Road', 'Retail', 20,
			case when n <= 30 then ${west}::uuid else ${east}::uuid end from generate_series(1, 40) n`.execute(trx);
	await sql`insert into account_places (tenant_id, account_id, lat, lon)
		select tenant_id, id, 50, 5 + 0.1 * substr(name, 6)::int from accounts where name like 'Shop %'`.execute(trx);
	await sql`update accounts set owner_id = null where name not like 'Shop %'`.execute(trx);
});

const team = await app.database.inTenant(tenantId, (trx) =>
	trx.selectFrom("users").select("team_id").where("id", "=", west).executeTakeFirstOrThrow(),
);
const job = { signal: new AbortController().signal, progress: async () => {} };
const asked = {
	...{ name: "Even shops", teamId: team.team_id, people: [west, east], mostMoved: 0.5, seconds: 2 },
	measures: [{ name: "accounts", tolerance: 0.1 }],
};

function personOf({ id: userId }: { id: string }) {
	return { tenantId, userId };
}

async function ask<T>(method: string, path: string, given: TestCall = {}, status = 200): Promise<T> {
	const answer = await app.call(method, path, { as: david, ...given });
	const body = (await answer.json().catch(() => null)) as T;
	expect(answer.status, JSON.stringify(body)).toBe(status);
	return body;
}

async function search(run: TerritoryRunJson | null): Promise<void> {
	await designTerritories({ ...app.deps, wakeRelay: () => {} }, { tenantId, runId: run?.id ?? "" }, job);
}

async function ownersOf(where: string): Promise<Record<string, number>> {
	const rows = await app.database.inTenant(
		tenantId,
		async (trx) =>
			(
				await sql<{ owner: string; n: number }>`select owner_id::text as owner, count(*)::int as n from accounts
					where name like ${where} group by 1`.execute(trx)
			).rows,
	);
	return Object.fromEntries(rows.map(({ owner, n }) => [owner, n]));
}

test("a plan is made, found, moved by hand, agreed to, put into force and taken back", async () => {
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", { body: asked }, 202);
	expect(made.territories.map((t) => [t.owner?.id, t.accounts])).toEqual([
		[expect.any(String), expect.any(Number)],
		[expect.any(String), expect.any(Number)],
	]);
	expect(made.report?.isFeasible).toBe(false);
	await search(made.run);
	const found = await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`);
	expect(found.run).toMatchObject({ state: "done", violation: 0 });
	expect(found.run?.gap).toBeGreaterThanOrEqual(0);
	expect(found.report).toMatchObject({ isFeasible: true, faults: [] });
	for (const territory of found.territories) expect(Math.abs(territory.accounts - 20)).toBeLessThanOrEqual(2);
	expect(found.report?.moved?.accounts).toBeGreaterThanOrEqual(8);
	expect(found.report?.fairnessToday[0]?.worstOff).toBeCloseTo(0.5);
	expect(found.report?.fairness[0]?.worstOff).toBeLessThan(0.1001);

	const { items } = await ask<{ items: PlanUnitJson[] }>("GET", `/territories/plans/${made.id}/units`);
	const moved = items.filter((u) => u.today !== u.district);
	expect(moved.every((u) => u.why.length > 0)).toBe(true);
	const map = await ask<PlanMapJson>("GET", `/territories/plans/${made.id}/map`);
	expect(map.units).toHaveLength(40);
	expect(map.outlines.length).toBeGreaterThan(0);

	// A move by hand says what it does, and only then does it.
	const [one] = moved;
	const back = { units: [one?.unit], to: one?.today, version: found.version };
	const effect = await ask<MoveEffectJson>("POST", `/territories/plans/${made.id}/moves`, {
		body: { ...back, preview: true },
	});
	expect(effect.territories).toHaveLength(2);
	expect(effect.version).toBeNull();
	await ask("POST", `/territories/plans/${made.id}/moves`, { body: back });
	expect((await app.call("POST", `/territories/plans/${made.id}/moves`, { as: david, body: back })).status).toBe(409);
	const again = await ask<TerritoryRunJson>(
		"POST",
		`/territories/plans/${made.id}/runs`,
		{ body: { seconds: 1 } },
		202,
	);
	await search(again);
	const kept = await ask<{ items: PlanUnitJson[] }>("GET", `/territories/plans/${made.id}/units`);
	expect(kept.items.find((u) => u.unit === one?.unit)).toMatchObject({ district: one?.today, lockedTo: one?.today });

	const { version } = await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`);
	const today = new Date(now).toISOString().slice(0, 10);
	const handedIn = { effectiveOn: today, version };
	await ask("POST", `/territories/plans/${made.id}/submit`, { body: handedIn });
	expect((await app.call("POST", `/territories/plans/${made.id}/apply`, { as: david })).status).toBe(409);
	expect(
		(await app.call("POST", `/territories/plans/${made.id}/decide`, { as: david, body: { approve: true } })).status,
	).toBe(403);
	expect(await ownersOf("Shop %")).toEqual({ [west]: 30, [east]: 10 });
	await ask("POST", `/territories/plans/${made.id}/decide`, { as: jennifer, body: { approve: true } });
	const applied = await ask<TerritoryPlanJson>("POST", `/territories/plans/${made.id}/apply`);
	expect(applied.state).toBe("applied");
	const owners = await ownersOf("Shop %");
	expect(Math.abs((owners[west] ?? 0) - 20)).toBeLessThanOrEqual(2);

	// What arrives lands by the plan, with the reason.
	const placed = await ask<PlacingJson>("POST", "/territories/place", {
		as: maria,
		body: { point: { lat: 50, lon: 5.1 } },
	});
	expect(placed.territory?.owner?.id).toBe(west);
	expect(placed.text).toContain(placed.territory?.name ?? "?");
	const shop = await ask<PlacingJson>("POST", "/territories/place", { body: { company: "shop 40" } });
	expect(shop.territory?.owner?.id).toBe(east);
	expect(await ask<PlacingJson>("POST", "/territories/place", { body: { country: "BR" } })).toMatchObject({
		territory: null,
	});

	const undone = await ask<TerritoryPlanJson>("POST", `/territories/plans/${made.id}/undo`);
	expect(undone.state).toBe("undone");
	expect(await ownersOf("Shop %")).toEqual({ [west]: 30, [east]: 10 });
	expect(await ask<PlacingJson>("POST", "/territories/place", { body: { company: "shop 40" } })).toMatchObject({
		territory: null,
	});
});

test("a plan is for the people chosen, from where they start; what is known of others stays", async () => {
	const { people, teams, places } = await ask<PlanChoicesJson>("GET", "/territories/plans/choices");
	expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining([west, east]));
	expect(teams.find(({ id }) => id === team.team_id)?.members).toEqual(expect.arrayContaining([west, east]));
	const road = places.find(({ name }) => name.startsWith("Road"));
	expect(road?.point.lat).toBeCloseTo(50, 1);
	expect(road?.point.lon).toBeCloseTo(7.05, 1);
	expect(places.map(({ name }) => name)).toContain("Germany");
	const start = { lat: 50, lon: 9 };
	const seats = [{ personId: west, start, skills: ["Retail"], languages: ["German"] }];
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", { body: { ...asked, seats } }, 202);
	const of = (id: string) => made.territories.find((t) => t.owner?.id === id);
	expect(of(west)).toMatchObject({ start, skills: ["Retail"], languages: ["German"] });
	expect(of(east)?.start?.lon).toBeCloseTo(8.55, 5);
	await search(made.run);
	const { run } = await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`);
	// From given places what cannot be beaten is known for every plan.
	expect(run?.bound).toBeGreaterThan(0);
	expect(run?.bound).toBeLessThanOrEqual(run?.cost ?? 0);
	const alone = { ...asked, people: [east], seats };
	await ask("POST", "/territories/plans", { body: alone }, 422);
});

test("who leads people sees a plan that touches them once it is handed in: their territories, and nothing to change", async () => {
	const robert = personOf(CAST.robert);
	const body = {
		...asked,
		people: undefined,
		teamId: null,
		vacant: 1,
		measures: [{ name: "accounts", tolerance: 0.5 }],
	};
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", { body }, 202);
	await search(made.run);
	const at = `/territories/plans/${made.id}`;
	expect((await app.call("GET", at, { as: robert })).status).toBe(404);
	const { version } = await ask<TerritoryPlanJson>("GET", at);
	await ask("POST", `${at}/submit`, { body: { effectiveOn: new Date(now).toISOString().slice(0, 10), version } });
	const seen = await ask<TerritoryPlanJson>("GET", at, { as: robert });
	expect(seen.may).toEqual({ edit: false, submit: false, approve: false, apply: false, undo: false });
	expect(seen.territories.length).toBeGreaterThan(0);
	expect(seen.territories.length).toBeLessThan(made.territories.length);
	const mine = new Set(seen.territories.map(({ district }) => district));
	const { items } = await ask<{ items: PlanUnitJson[] }>("GET", `${at}/units`, { as: robert });
	expect(items.every((unit) => mine.has(unit.district) || mine.has(unit.today))).toBe(true);
	expect((await ask<PlanMapJson>("GET", `${at}/map`, { as: robert })).units).toHaveLength(items.length);
	const listed = await ask<{ items: { id: string }[] }>("GET", "/territories/plans", { as: robert });
	expect(listed.items.map(({ id }) => id)).toContain(made.id);
	expect((await app.call("POST", `${at}/withdraw`, { as: robert })).status).toBe(404);
	await ask("POST", `${at}/withdraw`);
});

test("a plan whose day is to come waits for it", async () => {
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", { body: asked }, 202);
	await search(made.run);
	const { version } = await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`);
	const day = new Date(now + 40 * 86_400_000).toISOString().slice(0, 10);
	await ask("POST", `/territories/plans/${made.id}/submit`, { body: { effectiveOn: day, version } });
	await ask("POST", `/territories/plans/${made.id}/decide`, { as: jennifer, body: { approve: true } });
	const waiting = await ask<TerritoryPlanJson>("POST", `/territories/plans/${made.id}/apply`);
	expect(waiting.state).toBe("waiting");
	const due = { ...app.deps, wakeRelay: () => {} };
	expect(await applyDuePlans(due, { tenantId })).toBe(0);
	// This workspace's clock stands: its days come when it is set on.
	const clockAt = (at: number) =>
		app.database.asSystem((trx) =>
			trx
				.updateTable("tenants")
				.set({ clock_at: new Date(at) })
				.where("tenant_id", "=", tenantId)
				.execute(),
		);
	await clockAt(now + 41 * 86_400_000);
	expect(await applyDuePlans(due, { tenantId })).toBe(1);
	expect(await applyDuePlans(due, { tenantId })).toBe(0);
	await clockAt(now);
	expect((await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`)).state).toBe("applied");
	await ask("POST", `/territories/plans/${made.id}/undo`);
});

test("alternatives lie between balance, travel and moves, and one of them can be taken", async () => {
	const made = await ask<TerritoryPlanJson>(
		"POST",
		"/territories/plans",
		{ body: { ...asked, unitKind: "cells" } },
		202,
	);
	await search(made.run);
	const body = { kind: "alternatives", seconds: 5 };
	const run = await ask<TerritoryRunJson>("POST", `/territories/plans/${made.id}/runs`, { body }, 202);
	await search(run);
	const { alternatives } = await ask<TerritoryRunJson>("GET", `/territories/runs/${run.id}`);
	expect(alternatives.length).toBeGreaterThan(1);
	const least = alternatives.findIndex((a) => a.disruption === Math.min(...alternatives.map((b) => b.disruption)));
	const { version } = await ask<TerritoryPlanJson>("GET", `/territories/plans/${made.id}`);
	const chosen = await ask<TerritoryPlanJson>("POST", `/territories/plans/${made.id}/choose`, {
		body: { runId: run.id, alternative: least, version },
	});
	expect(chosen.report?.moved?.share).toBeCloseTo(alternatives[least]?.disruption ?? -1, 6);
});

test("a search tells of itself as it goes, and can be stopped", async () => {
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", { body: asked }, 202);
	const runId = made.run?.id ?? "";
	await ask("POST", `/territories/runs/${runId}/cancel`, {}, 202);
	await search(made.run);
	const stream = await app.call("GET", `/territories/runs/${runId}/stream`, { as: david });
	expect(stream.headers.get("content-type")).toContain("text/event-stream");
	expect(await stream.text()).toContain('"state":"cancelled"');
});

test("units come from a sheet and a map with who touches whom, and go with the accounts that lie in them", async () => {
	const square = (k: number) => [
		[
			[5 + k, 49],
			[6 + k, 49],
			[6 + k, 51],
			[5 + k, 51],
			[5 + k, 49],
		],
	];
	const features = [0, 1, 2, 3].map((k) => ({
		...{ type: "Feature", properties: { code: `A${k}`, name: `Area ${k}`, owner: k < 3 ? "Maria Alvarez" : "Kenji" } },
		geometry: { type: "Polygon", coordinates: square(k) },
	}));
	const form = new FormData();
	form.append("files", new File([JSON.stringify({ type: "FeatureCollection", features })], "areas.geojson"));
	const send = async (body: FormData, query: string) =>
		app.request(`/api/v1/territories/plans/file?${query}`, {
			method: "POST",
			body,
			headers: { authorization: `Bearer ${await app.tokenOf(david)}` },
		});
	const sent = await send(form, "name=Areas&seconds=1");
	expect(sent.status).toBe(202);
	const { plan } = (await sent.json()) as PlanFromFileJson;
	expect(plan).toMatchObject({ units: 4, districts: 2, wishes: { hangTogether: true } });
	expect(plan.territories.find((t) => t.owner?.id === west)?.accounts).toBe(29);
	await search(plan.run);
	const found = await ask<TerritoryPlanJson>("GET", `/territories/plans/${plan.id}`);
	expect(found.territories.every((t) => t.parts === 1)).toBe(true);
	expect(found.territories.every((t) => (t.roundness ?? 0) > 0)).toBe(true);

	const sheet = new FormData();
	sheet.append(
		"files",
		new File(["plz;Name;lat;lon;Umsatz\n1;A;50;5;1.000,50\n2;B;50;6;900\n;C;50;7;3\n2;D;50;8;3\n"], "a.csv"),
	);
	sheet.append("files", new File(["from;to\n1;2\n"], "b.csv"));
	const second = await send(sheet, "name=Sheet&territories=2&seconds=1");
	expect(second.status).toBe(202);
	const read = (await second.json()) as PlanFromFileJson;
	expect(read.plan).toMatchObject({ units: 2, wishes: { hangTogether: true, measures: [{ name: "Umsatz" }] } });
	expect(read.leftOut.map(({ row }) => row)).toEqual([3, 4]);
});

test("advice names who has too much, and who left", async () => {
	const { items } = await ask<TerritoryAdviceJson>("GET", "/territories/advice");
	expect(items.map((i) => i.code)).toContain("outOfBounds");
	expect(items.find((i) => i.person?.id === west)?.off).toBeCloseTo(0.5);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ is_active: false }).where("id", "=", east).execute(),
	);
	const after = await ask<TerritoryAdviceJson>("GET", "/territories/advice");
	expect(after.items.find((i) => i.person?.id === east)?.code).toBe("vacant");
});
