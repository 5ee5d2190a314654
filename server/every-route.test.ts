import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { CAST } from "../core/demo/cast.ts";
import { smallCompany } from "../core/demo/small-company.ts";
import { ROLES } from "../core/model/user.ts";
import { english } from "../core/words/english.ts";
import { createApi } from "./app.ts";
import { addAssignment } from "./db/lead-assignments.ts";
import { putMail } from "./db/mails.ts";
import { insertMarketTable } from "./db/market.ts";
import { insertMeeting } from "./db/meetings.ts";
import { enrol, insertNurture } from "./db/nurture.ts";
import { addNurtureTask } from "./db/nurture-tasks.ts";
import { insertPlan } from "./db/quota-plans.ts";
import { insertRequest } from "./db/quota-requests.ts";
import { insertScenario } from "./db/scenarios.ts";
import { insertPlan as insertTerritoryPlan } from "./db/territory-plans.ts";
import { insertRun } from "./db/territory-runs.ts";
import { jsonb, timestamp } from "./db/values.ts";
import { loadCompany } from "./demo/load-demo.ts";
import { testHost } from "./hosts/test-host.ts";
import { mayBeScope, PERMISSIONS, ROLE_PERMISSIONS } from "./policy/permissions.ts";
import { openApiDocument } from "./routes/openapi.ts";
import { addApiKey, addPersonWith, addWorkspace, testApp } from "./test-app.ts";
import { permissionWords } from "./views/role-view.ts";

const vendor = testHost().host;
const app = await testApp({ hosts: [vendor] });
const company = smallCompany(Date.now());
const ours = (await loadCompany(app.database, company)) ?? 0;
const others = await addWorkspace(app.database, "rival");
const importId = await addImport();
const write = await addWrite();

interface Operation {
	security?: object[];
	"x-permission"?: string;
	requestBody?: { content: Record<string, { schema: JsonSchema }> };
	parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
}
interface JsonSchema {
	$ref?: string;
	type?: string | string[];
	format?: string;
	pattern?: string;
	enum?: unknown[];
	default?: unknown;
	minimum?: number;
	properties?: Record<string, JsonSchema>;
	required?: string[];
	items?: JsonSchema;
	anyOf?: JsonSchema[];
}

const document = openApiDocument(createApi(app.deps), "test");
const routes = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
	Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
		name: `${method.toUpperCase()} ${path}`,
		method: method.toUpperCase(),
		path,
		operation,
	})),
);
const guarded = routes.filter(({ operation }) => operation.security?.length);

/** What is open before anyone has signed in. Adding to it is a decision. */
const PUBLIC = [
	"GET /.well-known/jwks.json",
	"GET /panel/shared/{token}",
	"GET /recordings/{id}/sound",
	"GET /start",
	"POST /auth/demo",
	"POST /auth/forgot-password",
	"POST /auth/invitation",
	"POST /auth/login",
	"POST /auth/logout",
	"POST /auth/panel",
	"POST /auth/panel-handover",
	"POST /auth/passkey",
	"POST /auth/passkey/options",
	"POST /auth/refresh",
	"POST /auth/register",
	"POST /auth/reset-password",
	"POST /auth/second-step",
	"POST /auth/second-step/totp",
	"POST /auth/single-sign-on",
	"POST /workspaces",
];

/** Real ids of our company for every kind of path, so that a wrong tenant asks for what exists. */
const ids: Readonly<Record<string, string>> = {
	opportunities: company.deals[0]?.id ?? "",
	deals: company.deals[0]?.id ?? "",
	leads: company.leads[0]?.id ?? "",
	"leads/campaigns": await addNurture(),
	"leads/tasks": await addNurtureTaskOfLead(),
	accounts: company.accounts[0]?.id ?? "",
	contacts: company.contacts[0]?.id ?? "",
	recordings: await addMeeting(),
	analytics: CAST.maria.id,
	coaching: await addTracker(),
	content: company.content[0]?.id ?? "",
	competitors: company.competitors[0]?.id ?? "",
	territories: company.territories[0]?.id ?? "",
	"territories/plans": (await addTerritoryPlan()).planId,
	"territories/runs": (await addTerritoryPlan()).runId,
	"market-tables": await addMarketTable(),
	"quota-plans": await addQuotaPlan(),
	"quota-requests": await addQuotaRequest(),
	imports: importId,
	quality: await addFix(),
	people: company.users[0]?.id ?? "",
	"people-changes": await addPeopleChange(),
	pipeline: CAST.maria.id,
	performance: CAST.maria.id,
	forecasts: await addForecast(),
	"forecasts/scenarios": await addScenario(),
	teams: company.teams[0]?.id ?? "",
	mails: await addMail(),
	invitations: await addInvitation(),
	jobs: `inbox:${await addFailedDelivery()}`,
	connections: vendor.id,
	"chat-messages": await addChatMessage(),
	"lead-assignments": await addAssignmentAsked(),
	"sync-runs": await addSyncRun(),
	"failed-records": await addFailedRecord(),
	"write-runs": write.runId,
	"write-backs": write.id,
	users: CAST.maria.id,
	webhooks: await addWebhook(),
	views: await addView(),
	roles: (await addPersonWith(app.database, ours, [])).roleId,
	"api-keys": await addOwnKey(),
	meetings: await addMeeting(),
	"panel/meetings": await addMeeting(),
};

async function addMarketTable(): Promise<string> {
	const given = { name: "Market", kind: "industry", source: "Office", asOf: "2026-01-01", sample: null } as const;
	const made = { ...given, currency: "EUR", mapping: {}, digest: "x", cells: [], rejects: [], by: null };
	const id = await app.database.inTenant(ours, (trx) => insertMarketTable(trx, { ...made, tenantId: ours }));
	return id ?? "";
}

async function addQuotaPlan(): Promise<string> {
	const given = { name: "Next", period: "FY2027-Q1", measure: "revenue", currency: "EUR", target: 1n } as const;
	const over = { company: 0, region: 0, team: 0 };
	return app.database.inTenant(ours, (trx) =>
		insertPlan(trx, { ...given, over, split: null, tenantId: ours, by: CAST.maria.id }),
	);
}

async function addQuotaRequest(): Promise<string> {
	const given = { userId: CAST.maria.id, period: "FY2027-Q1", currency: "EUR", had: 2n, asked: 1n, reason: "because" };
	const id = await app.database.inTenant(ours, (trx) =>
		insertRequest(trx, { ...given, tenantId: ours, by: CAST.maria.id }),
	);
	return id ?? "";
}

async function addTerritoryPlan(): Promise<{ planId: string; runId: string }> {
	const unit = { point: null, shape: null, measures: [1], today: 0, lockedTo: null, skill: null, language: null };
	const wishes = { measures: [], hangTogether: false, mostMoved: null, fit: "ignore" } as const;
	const settings = { wishes: { ...wishes, measures: [] }, known: ["accounts"], teamId: null, asOf: Date.now() };
	const district = { district: 0, name: "West", ownerId: null, territoryId: null, share: 1, start: null };
	return app.database.inTenant(ours, async (trx) => {
		const planId = await insertTerritoryPlan(trx, ours, {
			...{ name: "Spring", unitKind: "accounts", settings, by: CAST.david.id, members: [], pairs: [] },
			units: [{ unit: 0, key: "a", name: "a", ...unit }],
			districts: [{ ...district, skills: [], languages: [] }],
		});
		const run = { tenantId: ours, planId, kind: "design", seconds: 1, seed: 1, by: CAST.david.id } as const;
		return { planId, runId: (await insertRun(trx, run)) ?? "" };
	});
}

async function addMeeting(): Promise<string> {
	const given = { title: "Northgate", customerName: null, kind: "discovery", state: "planned", lang: "en" } as const;
	const from = { source: "live", sourceKey: null, startsAt: Date.now(), ownerId: CAST.maria.id } as const;
	const meeting = { ...given, ...from, tenantId: ours, createdBy: CAST.maria.id };
	return (await app.database.inTenant(ours, (trx) => insertMeeting(trx, meeting))).id;
}

async function addChatMessage(): Promise<string> {
	const at = new Date();
	const message = {
		tenant_id: ours,
		host: "slack",
		user_id: CAST.maria.id,
		kind: "digest.rep",
		dedup_key: "one",
		local_day: "2026-01-02",
	};
	const { id } = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("chat_messages")
			.values({ ...message, state: "failed", next_attempt_at: at, created_at: at })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return id;
}

async function addTracker(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("trackers")
			.values({ tenant_id: ours, name: CAST.maria.name, kind: "keywords", keywords: ["crane"] })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addNurture(): Promise<string> {
	const step = { waitDays: 0, channel: "call", text: "Call", contentId: null } as const;
	const rules = { grade: null, when: [], steps: [step], exits: [], holdoutShare: 0, measureDays: 60 };
	return app.database.inTenant(ours, (trx) => insertNurture(trx, { tenantId: ours, name: "Revive", rules }));
}

async function addNurtureTaskOfLead(): Promise<string> {
	const sequenceId = await addNurture();
	const leadId = company.leads[0]?.id ?? "";
	return app.database.inTenant(ours, async (trx) => {
		const at = { leadId, isHeldOut: false, enrolledAt: Date.now(), dueAt: Date.now() };
		await enrol(trx, ours, sequenceId, [at]);
		const step = { waitDays: 0, channel: "call", text: "Call", contentId: null } as const;
		await addNurtureTask(trx, ours, { ...at, sequenceId, nextStep: 0 }, step, Date.now());
		const { id } = await trx.selectFrom("nurture_tasks").select("id").executeTakeFirstOrThrow();
		return id;
	});
}

async function addAssignmentAsked(): Promise<string> {
	const made = { leadId: company.leads[0]?.id ?? "", cause: "person", state: "asked", fromId: null } as const;
	const id = await app.database.inTenant(ours, (trx) =>
		addAssignment(trx, ours, { ...made, toId: CAST.maria.id, reason: "because" }, Date.now()),
	);
	return id ?? "";
}

async function addWrite(): Promise<{ id: string; runId: string }> {
	return app.database.inTenant(ours, async (trx) => {
		const { id: runId } = await trx
			.insertInto("write_runs")
			.values({ tenant_id: ours, host: vendor.id, kind: "full", state: "running" })
			.returning("id")
			.executeTakeFirstOrThrow();
		const { id } = await trx
			.insertInto("write_backs")
			.values({
				tenant_id: ours,
				host: vendor.id,
				run_id: runId,
				entity: "deal",
				entity_id: company.deals[0]?.id ?? "",
				external_id: "D-1",
				cause: "number",
				fields: jsonb({ courtsideProbability: 62 }),
				state: "failed",
			})
			.returning("id")
			.executeTakeFirstOrThrow();
		return { id, runId };
	});
}

async function addSyncRun(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("sync_runs")
			.values({ tenant_id: ours, host: vendor.id, kind: "incremental", started_by: "person" })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addFailedRecord(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("failed_records")
			.values({ tenant_id: ours, source: vendor.id, raw_key: "k", raw: Buffer.from("{}"), reason: "because" })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addOwnKey(): Promise<string> {
	await addApiKey(app.database, { tenantId: ours, userId: CAST.maria.id }, []);
	const row = await app.database.reader(ours).selectFrom("api_keys").select("id").executeTakeFirstOrThrow();
	return row.id;
}

async function addView(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("table_views")
			.values({ tenant_id: ours, user_id: CAST.maria.id, table_name: "deals", name: "Mine", query: "" })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addImport(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("imports")
			.values({ tenant_id: ours, name: "x", source: "file" })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addMail(): Promise<string> {
	const id = await app.database.inTenant(ours, (trx) =>
		putMail(trx, app.deps.vault, {
			tenantId: ours,
			userId: null,
			kind: "password-changed",
			to: CAST.maria.name,
			locale: "en",
			content: { params: { workspace: "x" }, path: null },
		}),
	);
	return id ?? "";
}

async function addPeopleChange(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("people_changes")
			.values({ tenant_id: ours, kind: "match", about: jsonb({}), before: jsonb({}) })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addInvitation(): Promise<string> {
	const { id } = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("invitations")
			.values({
				tenant_id: ours,
				email: "invited@harbour.example",
				role: "rep",
				token_hash: Buffer.alloc(32),
				invited_by_name: CAST.maria.name,
				expires_at: timestamp(Date.now() + 1e9),
			})
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return id;
}

async function addScenario(): Promise<string> {
	return app.database.inTenant(ours, (trx) =>
		insertScenario(trx, {
			tenantId: ours,
			name: CAST.maria.name,
			period: "FY2026-Q4",
			nodeId: CAST.maria.id,
			changes: [],
			by: CAST.maria.id,
		}),
	);
}

async function addForecast(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("forecasts")
			.values({
				tenant_id: ours,
				period: "FY2026-Q4",
				period_start: "2026-10-01",
				period_end: "2027-01-01",
				as_of: timestamp(Date.now()),
				currency: "EUR",
				model_version: "test",
				seed: 1,
				created_by: null,
				created_at: timestamp(Date.now()),
			})
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addWebhook(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("webhook_endpoints")
			.values({
				tenant_id: ours,
				url: "https://hears.example/",
				events: ["deal.changed"],
				secrets_sealed: "x",
				secret_since: timestamp(Date.now()),
				acts_as: CAST.maria.id,
			})
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addFix(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("quality_fixes")
			.values({ tenant_id: ours, kind: "owner", given: jsonb({}), rows: 0 })
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

async function addFailedDelivery(): Promise<string> {
	const row = await app.database.inTenant(ours, (trx) =>
		trx
			.insertInto("inbox")
			.values({
				tenant_id: ours,
				source: "web",
				delivery_key: "k",
				headers: jsonb({}),
				body: Buffer.from("{}"),
				state: "failed",
			})
			.returning("id")
			.executeTakeFirstOrThrow(),
	);
	return row.id;
}

function addressOf(path: string, operation: Operation): string {
	const kind = path.split("/")[1] ?? "";
	const inner = /\/([\w-]+)\/\{/.exec(path)?.[1] ?? "";
	const id = ids[`${kind}/${inner}`] ?? ids[kind];
	const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(id ?? `missing-${name}`));
	expect(filled, `every-route.test.ts has no id for ${path}: add one to \`ids\``).not.toContain("missing-");
	const query = (operation.parameters ?? [])
		.filter((parameter) => parameter.in === "query" && parameter.required)
		.map((parameter) => `${parameter.name}=${encodeURIComponent(String(sample(parameter.schema)))}`);
	return query.length > 0 ? `${filled}?${query.join("&")}` : filled;
}

/** A body that passes validation, so that a refusal is one of policy. */
function bodyOf(operation: Operation): RequestInit {
	const content = operation.requestBody?.content;
	const schema = content?.["application/json"]?.schema;
	if (schema) return { body: JSON.stringify(sample(schema)), headers: { "content-type": "application/json" } };
	if (content?.["multipart/form-data"]) {
		const form = new FormData();
		form.append("file", new File(["a,b\n1,2\n"], "sheet.csv"));
		return { body: form };
	}
	return {};
}

function sample(schema: JsonSchema): unknown {
	if (schema.$ref) {
		const name = schema.$ref.split("/").at(-1) ?? "";
		return sample((document.components?.schemas?.[name] ?? {}) as JsonSchema);
	}
	if (schema.enum) return schema.enum[0];
	if (schema.anyOf) return sample(schema.anyOf[0] ?? {});
	const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
	if (type === "object") {
		const required = new Set(schema.required ?? []);
		const entries = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name));
		return Object.fromEntries(entries.map(([name, part]) => [name, sample(part)]));
	}
	if (type === "array") return [];
	if (type === "integer" || type === "number") return schema.minimum ?? 1;
	if (type === "boolean") return true;
	if (schema.format === "uuid") return company.stages[0]?.id;
	if (schema.format === "email") return "someone@example.com";
	if (schema.format === "date") return "2026-01-31";
	if (schema.format === "date-time") return "2026-01-31T00:00:00Z";
	return "a plain text";
}

const made = new Map<string, ReturnType<typeof addPersonWith>>();
/** Somebody in the other workspace whose made role holds exactly these. */
function madePerson(permissions: string[]) {
	const key = permissions.join(" ");
	const person = made.get(key) ?? addPersonWith(app.database, others.tenantId, permissions);
	made.set(key, person);
	return person;
}

const keys = new Map<string, Promise<string>>();
/** A key of the other workspace's administrator with exactly these scopes. */
function keyWith(scopes: string[]) {
	const known = scopes.join(" ");
	const key = keys.get(known) ?? addApiKey(app.database, others.people.admin, scopes);
	keys.set(known, key);
	return key;
}
const revokedKey = await addApiKey(app.database, others.people.admin, PERMISSIONS, { isRevoked: true });
const expiredKey = await addApiKey(app.database, others.people.admin, PERMISSIONS, { expiresAt: Date.now() - 1 });

async function send(route: (typeof routes)[number], token: string | null) {
	const { body, headers = {} } = bodyOf(route.operation);
	const answer = await app.request(`/api/v1${addressOf(route.path, route.operation)}`, {
		method: route.method,
		headers: { ...(headers as Record<string, string>), ...(token && { authorization: `Bearer ${token}` }) },
		...(body !== undefined && { body }),
	});
	const isStream = answer.headers.get("content-type")?.includes("event-stream");
	if (isStream) await answer.body?.cancel();
	return { status: answer.status, text: isStream ? "" : await answer.text() };
}

test("the routes that need no sign-in are exactly those we decided on", () => {
	const open = routes.filter(({ operation }) => !operation.security?.length).map(({ name }) => name);
	expect(open.sort()).toEqual(PUBLIC);
	expect(guarded.length).toBeGreaterThan(15);
});

test("every permission is said in words where roles are made", () => {
	const words = PERMISSIONS.map(permissionWords).flatMap(({ group, says }) => [group, says]);
	expect(words.filter((key) => !(key in english))).toEqual([]);
});

describe.each(guarded)("$name", (route) => {
	const permission = route.operation["x-permission"] ?? "";
	const isForAll = permission.startsWith("signed-in");

	test("is closed without a token, and with one that is not ours", async () => {
		expect((await send(route, null)).status).toBe(401);
		expect((await send(route, "a.forged.token-of-some-length")).status).toBe(401);
	});

	test("is closed to every role without the permission, and to none that has it", async () => {
		expect(permission).not.toBe("");
		for (const role of ROLES) {
			const person = others.people[role];
			const { status, text } = await send(route, await app.tokenOf(person));
			const may = isForAll || ROLE_PERMISSIONS[role].has(permission as never);
			if (may) expect([401, 403], `${role}: ${text}`).not.toContain(status);
			else expect(status, `${role}: ${text}`).toBe(403);
		}
	});

	test.skipIf(isForAll)("is open to a made role with its permission alone, closed to one with all but it", async () => {
		const only = await send(route, await app.tokenOf(await madePerson([permission])));
		expect([401, 403], only.text).not.toContain(only.status);
		const allBut = await send(route, await app.tokenOf(await madePerson(PERMISSIONS.filter((p) => p !== permission))));
		expect(allBut.status, allBut.text).toBe(403);
	});

	test("is closed to a key that was revoked, has run out or lacks the scope, and open to one that has it", async () => {
		expect((await send(route, revokedKey)).status).toBe(401);
		expect((await send(route, expiredKey)).status).toBe(401);
		const without = await send(route, await keyWith(PERMISSIONS.filter((p) => p !== permission)));
		if (permission !== "signed-in-or-key") expect(without.status, without.text).toBe(403);
		if (permission === "signed-in" || !mayBeScope(permission)) return;
		const withIt = await send(route, await keyWith([permission]));
		expect([401, 403], withIt.text).not.toContain(withIt.status);
	});

	test("shows and changes nothing of another workspace, even by real ids", async () => {
		const before = await footprint();
		const { status, text } = await send(route, await app.tokenOf(others.people.admin));
		expect(status).toBeLessThan(500);
		const names = [...company.deals, ...company.leads, ...company.accounts, ...company.territories].map((r) => r.name);
		for (const name of [...names, CAST.maria.name, CAST.maria.id]) expect(text).not.toContain(name);
		if (/\{id\}/.test(route.path)) expect([404, 409, 422, 400, 428]).toContain(status);
		expect(await footprint()).toEqual(before);
	});
});

/** All rows of our workspace's records as one hash: what must not move. */
async function footprint(): Promise<unknown[]> {
	const tables = [
		"deals",
		"leads",
		"territories",
		"imports",
		"users",
		"roles",
		"api_keys",
		"teams",
		"stages",
		"quotas",
		"forecasts",
		"forecast_calls",
		"forecast_overrides",
		"deal_categories",
		"scores",
		"inbox",
		"sync_runs",
		"failed_records",
		"cursors",
		"installations",
		"chat_messages",
		"meetings",
		"meeting_participants",
		"trackers",
		"content",
		"competitors",
		"deal_contacts",
		"plan_steps",
		"deal_documents",
		"quality_fixes",
		"mails",
		"invitations",
		"sign_ins",
		"totp_factors",
		"recovery_codes",
		"passkeys",
	];
	const sums = await Promise.all(
		tables.map(
			async (table) =>
				(
					await sql<{ sum: string }>`select md5(string_agg(t::text, '|' order by t::text)) as sum
						from ${sql.table(table)} t where tenant_id = ${ours}`.execute(app.database.kysely)
				).rows[0]?.sum,
		),
	);
	return sums;
}
