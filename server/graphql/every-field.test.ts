import {
	type GraphQLField,
	type GraphQLInputType,
	type GraphQLObjectType,
	getNamedType,
	isEnumType,
	isInputObjectType,
	isListType,
	isNonNullType,
	isObjectType,
	isScalarType,
} from "graphql";
import { afterEach, describe, expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { permissionSet } from "../policy/permission-set.ts";
import { PERMISSIONS, type Permission } from "../policy/permissions.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { schema } from "./schema.ts";
import { ask, type GraphAnswer } from "./test-graph.ts";

const app = await testApp();
const now = Date.now();
const company = smallCompany(now);
const { tenantId, cast } = await loadSmallCompany(app, now);
await rebuildNow(app, tenantId);
const rival = await addWorkspace(app.database, "rival");
const forecastId = (await (await app.call("GET", "/forecasts", { as: cast.jennifer })).json()).id as string;

const { of } = app.deps.standings;
afterEach(() => {
	app.deps.standings.of = of;
});

/** Everyone holds exactly what `holds` says, and sees all records. */
function grant(holds: (permission: Permission) => boolean): void {
	app.deps.standings.of = async (...who) => {
		const person = await of(...who);
		return person && { ...person, visibleOwners: "all", permissions: permissionSet(PERMISSIONS.filter(holds)) };
	};
}

const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
	Object.values(type?.getFields() ?? {}).map((field) => ({
		name: `${type?.name}.${field.name}`,
		root: type?.name ?? "",
		field,
	})),
);

type AnyField = GraphQLField<unknown, unknown>;
const needOf = (thing: { extensions?: unknown }) =>
	((thing.extensions ?? {}) as { permission?: Permission | "signed-in" }).permission;

/** Real ids of our company, so that a wrong tenant asks for what exists. */
const ids: Record<string, string> = {
	opportunity: company.deals[0]?.id ?? "",
	account: company.accounts[0]?.id ?? "",
	lead: company.leads[0]?.id ?? "",
	territory: company.territories[0]?.id ?? "",
	forecast: forecastId,
};
function idFor(field: string): string {
	const kind = Object.keys(ids).find(
		(name) => field.toLowerCase().includes(name) || (name === "opportunity" && /deal/i.test(field)),
	);
	return (kind && ids[kind]) ?? CAST.maria.id;
}

function sample(type: GraphQLInputType, field: string, name: string): unknown {
	if (isNonNullType(type)) return sample(type.ofType, field, name);
	if (isListType(type)) return [sample(type.ofType, field, name)];
	if (isEnumType(type)) return type.getValues()[0]?.name;
	if (isInputObjectType(type)) {
		const required = Object.values(type.getFields()).filter((part) => isNonNullType(part.type));
		return Object.fromEntries(required.map((part) => [part.name, sample(part.type, field, part.name)]));
	}
	if (type.name === "Int" || type.name === "Float") return 1;
	if (type.name === "ID") return name === "stageId" ? company.stages[0]?.id : idFor(field);
	return type.name === "Date" ? "2026-01-31" : "a plain text";
}

/** The whole of a type to a depth, without lists of records inside records. */
function everythingOf(type: GraphQLObjectType, depth: number): string {
	const fields = Object.values(type.getFields()).flatMap((field) => {
		const named = getNamedType(field.type);
		if (isScalarType(named) || isEnumType(named)) return [field.name];
		return depth > 0 && isObjectType(named) ? [`${field.name} { ${everythingOf(named, depth - 1)} }`] : [];
	});
	return ["__typename", ...fields].join(" ");
}

function request(root: string, field: AnyField): { query: string; variables: object } {
	const required = field.args.filter((arg) => isNonNullType(arg.type) || arg.name === "first");
	const variables = Object.fromEntries(
		required.map((arg) => [arg.name, arg.name === "first" ? 2 : sample(arg.type, field.name, arg.name)]),
	);
	const named = getNamedType(field.type);
	const head = required.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
	const given = required.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
	const body = isObjectType(named) ? ` { ${everythingOf(named, 3)} }` : "";
	const query = `${root.toLowerCase()}${head && `(${head})`} { ${field.name}${given && `(${given})`}${body} }`;
	return { query, variables };
}

async function send(
	{ root, field }: (typeof roots)[number],
	as: { tenantId: number; userId: string },
): Promise<GraphAnswer> {
	const { query, variables } = request(root, field);
	const answer = await ask(app, as, query, variables);
	expect(answer.errors.map((fault) => fault.extensions["code"])).not.toContain("too_large");
	return answer;
}

test("every way in says what it needs", () => {
	expect(roots.length).toBeGreaterThan(25);
	expect(roots.filter(({ field }) => !needOf(field)).map(({ name }) => name)).toEqual([]);
	const open = roots.filter(({ field }) => needOf(field) === "signed-in").map(({ name }) => name);
	expect(open).toEqual(["Query.me"]);
});

test("nobody gets in without a token, and there is no schema to read", async () => {
	expect((await ask(app, null, "{ __schema { types { name } } }")).status).toBe(401);
	expect((await app.request("/graphql/schema.graphql")).status).toBe(401);
	const authorization = `Bearer ${await app.tokenOf(cast.maria)}`;
	const text = await (await app.request("/graphql/schema.graphql", { headers: { authorization } })).text();
	expect(text).toContain("type Query");
	expect((await ask(app, cast.maria, "{ __schema { types { name } } }")).errors).toEqual([]);
});

describe.each(roots.filter(({ field }) => needOf(field) !== "signed-in"))("$name", (way) => {
	const need = needOf(way.field) as Permission;

	test("is closed to who holds everything but its permission", async () => {
		grant((permission) => permission !== need);
		const { data, errors } = await send(way, cast.jennifer);
		expect(errors[0]?.extensions).toMatchObject({ code: "forbidden", status: 403 });
		expect(errors[0]?.message).toContain(need);
		expect(data?.[way.field.name] ?? null).toBeNull();
	});

	test.skipIf(way.root === "Subscription")("is open to who holds its permission alone", async () => {
		grant((permission) => permission === need);
		const { errors } = await send(way, cast.jennifer);
		expect(errors.filter((fault) => fault.path?.length === 1).map((fault) => fault.extensions["code"])).not.toContain(
			"forbidden",
		);
	});

	test.skipIf(way.root === "Subscription")(
		"shows and changes nothing of another workspace, even by real ids",
		async () => {
			const before = await footprint();
			const answer = await send(way, rival.people.admin);
			expect(answer.errors.map((fault) => fault.extensions["code"])).not.toContain("internal");
			const text = JSON.stringify(answer);
			const names = [...company.deals, ...company.leads, ...company.accounts, ...company.territories].map(
				(row) => row.name,
			);
			for (const name of [...names, CAST.maria.name]) expect(text).not.toContain(name);
			expect(await footprint()).toEqual(before);
		},
	);
});

describe.each(PERMISSIONS.filter((permission) => permission.endsWith(":read")))("without %s", (missing) => {
	test("no field that needs it has a value, however deep it lies", async () => {
		grant((permission) => permission !== missing);
		let guarded = 0;
		for (const way of roots.filter(({ root }) => root === "Query")) {
			const { data } = await send(way, cast.jennifer);
			walk(data?.[way.field.name], getNamedType(way.field.type), needOf(way.field) === missing);
		}
		function walk(value: unknown, type: unknown, isGuarded: boolean): void {
			if (Array.isArray(value)) for (const item of value) walk(item, type, isGuarded);
			else if (value === null || value === undefined) guarded++;
			else {
				expect(isGuarded, `${JSON.stringify(value).slice(0, 200)} needs ${missing}`).toBe(false);
				if (!isObjectType(type)) return;
				for (const field of Object.values(type.getFields())) {
					const named = getNamedType(field.type);
					const inside = (value as Record<string, unknown>)[field.name];
					walk(inside, named, needOf(field) === missing || (isObjectType(named) && needOf(named) === missing));
				}
			}
		}
		expect(guarded).toBeGreaterThan(0);
	});
});

async function footprint(): Promise<unknown> {
	const db = app.database.reader(tenantId);
	const versions = ["deals", "leads", "territories"] as const;
	return Promise.all(versions.map((table) => db.selectFrom(table).select(["id", "version"]).orderBy("id").execute()));
}
