import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { SearchAnswer, SearchKind } from "../../core/contract/search.ts";
import type { Role } from "../../core/model/user.ts";
import { addWorkspace, type TestWorkspace, testApp } from "../test-app.ts";
import { fold } from "./question.ts";

const app = await testApp();
let ours: TestWorkspace;
let stage = { id: "", pipeline_id: "" };
let accountId = "";

beforeAll(async () => {
	ours = await addWorkspace(app.database, "harbour");
	const rival = await addWorkspace(app.database, "rival");
	const { tenantId, people } = ours;
	await app.database.inTenant(tenantId, async (trx) => {
		const common = { tenant_id: tenantId };
		const pipeline = await trx
			.insertInto("pipelines")
			.values({ ...common, name: "Sales" })
			.returning("id")
			.executeTakeFirstOrThrow();
		stage = await trx
			.insertInto("stages")
			.values({ ...common, pipeline_id: pipeline.id, name: "Proposal", position: 1, kind: "open" })
			.returning(["id", "pipeline_id"])
			.executeTakeFirstOrThrow();
		const [muller, quiet] = await trx
			.insertInto("accounts")
			.values([
				{ ...common, name: "Müller & Søn Werft", domain: "mueller-werft.example", owner_id: people.rep.userId },
				{ ...common, name: "Quietwater Hospital", owner_id: people.executive.userId },
			])
			.returning("id")
			.execute();
		accountId = muller?.id ?? "";
		await trx
			.insertInto("contacts")
			.values([
				{ ...common, name: "Sarah Lin", email: "s.lin+buying@mueller-werft.example", account_id: accountId },
				{ ...common, name: "渡辺 翔太", email: "watanabe@quiet.example", account_id: quiet?.id ?? null },
			])
			.execute();
		await trx
			.insertInto("leads")
			.values({
				...common,
				name: "Grace Hopper",
				company: "Cobol Yard",
				email: "grace@yard.example",
				owner_id: people.rep.userId,
			})
			.execute();
		const deal = (name: string, owner: Role, status: "open" | "won", day: number, account: string | null) => ({
			...common,
			name,
			owner_id: people[owner].userId,
			pipeline_id: stage.pipeline_id,
			stage_id: stage.id,
			status,
			account_id: account,
			amount_minor: 1_250_000n,
			currency: "EUR",
			created_at: new Date(Date.UTC(2026, 0, day)),
		});
		await trx
			.insertInto("deals")
			.values([
				deal("Crane refit 100%", "rep", "open", 1, accountId),
				deal("Crane refit", "rep", "won", 9, accountId),
				deal("Old crane refit", "rep", "open", 8, accountId),
				deal("Aircrane", "rep", "open", 20, null),
				deal("Crane lease", "executive", "open", 3, quiet?.id ?? null),
			])
			.execute();
	});
	await app.database.inTenant(rival.tenantId, (trx) =>
		trx.insertInto("leads").values({ tenant_id: rival.tenantId, name: "Crane secret", company: "Rival" }).execute(),
	);
});

async function search(role: Role, q: string, more = ""): Promise<SearchAnswer> {
	const answer = await app.call("GET", `/search?q=${encodeURIComponent(q)}${more}`, { as: ours.people[role] });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return (await answer.json()) as SearchAnswer;
}
const names = ({ groups }: SearchAnswer, kind: SearchKind) =>
	groups.find((group) => group.kind === kind)?.hits.map((hit) => hit.name) ?? [];

describe("what is found", () => {
	test.each<[string, SearchKind, string]>([
		["muller", "account", "Müller & Søn Werft"],
		["SØN werft", "account", "Müller & Søn Werft"],
		["son", "account", "Müller & Søn Werft"],
		["eller-wer", "account", "Müller & Søn Werft"],
		["lin+buy", "contact", "Sarah Lin"],
		["werft sarah", "contact", "Sarah Lin"],
		["渡辺", "contact", "渡辺 翔太"],
		["翔", "contact", "渡辺 翔太"],
		["obol", "lead", "Grace Hopper"],
		["grace@yard", "lead", "Grace Hopper"],
		["rober", "person", "Robert"],
		["00%", "deal", "Crane refit 100%"],
	])("%s finds the %s %s", async (q, kind, name) => {
		expect(names(await search("admin", q), kind)).toContain(name);
	});

	test("the name itself comes first, then names that begin so, then words, then parts; open and new before", async () => {
		expect(names(await search("rep", "crane refit"), "deal")).toEqual([
			"Crane refit",
			"Crane refit 100%",
			"Old crane refit",
		]);
		expect(names(await search("rep", "crane"), "deal")).toEqual([
			"Crane refit 100%",
			"Crane refit",
			"Old crane refit",
			"Aircrane",
		]);
	});

	test("a misspelt word finds what is like it, and is said to", async () => {
		const answer = await search("admin", "quitewater");
		expect(answer.isSimilar).toBe(true);
		expect(names(answer, "account")).toEqual(["Quietwater Hospital"]);
		expect(await search("admin", "zzzyyyxxx")).toMatchObject({ groups: [], isSimilar: false });
	});

	test("a hit says what tells it apart", async () => {
		const { groups } = await search("rep", "crane refit 100");
		expect(groups[0]?.hits[0]?.detail).toBe("Müller & Søn Werft · Proposal · €12,500");
	});

	test("there is more than was asked for", async () => {
		expect((await search("rep", "crane", "&kind=deal&limit=2")).groups[0]).toMatchObject({ more: true });
	});
});

describe("who finds it", () => {
	test("a rep finds her own, and accounts and contacts of her deals alone", async () => {
		expect(names(await search("rep", "crane lease"), "deal")).toEqual([]);
		expect(names(await search("executive", "crane lease"), "deal")).toEqual(["Crane lease"]);
		expect(names(await search("rep", "quietwater"), "account")).toEqual([]);
		expect(names(await search("rep", "watanabe"), "contact")).toEqual([]);
		expect(names(await search("rep", "sarah"), "contact")).toEqual(["Sarah Lin"]);
		expect(names(await search("manager", "crane"), "deal")).toHaveLength(4);
	});

	test("nobody finds anything of another workspace", async () => {
		expect(JSON.stringify(await search("admin", "secret"))).not.toContain("Rival");
	});

	test("no kind is looked through without its permission", async () => {
		const answer = await app.call("GET", "/search?q=crane&kind=shoe", { as: ours.people.admin });
		expect(answer.status).toBe(400);
	});
});

describe("it is kept by itself", () => {
	test("a renamed account is found by its deals and contacts, a deleted deal no more", async () => {
		const { tenantId } = ours;
		await app.database.inTenant(tenantId, async (trx) => {
			await trx.updateTable("accounts").set({ name: "Nordkai Dock" }).where("id", "=", accountId).execute();
			await trx.deleteFrom("deals").where("name", "=", "Aircrane").execute();
			await trx.updateTable("deals").set({ name: "Gantry refit" }).where("name", "=", "Old crane refit").execute();
		});
		expect(names(await search("rep", "nordkai"), "deal")).toHaveLength(3);
		expect(names(await search("rep", "nordkai"), "contact")).toEqual(["Sarah Lin"]);
		expect(names(await search("rep", "aircrane"), "deal")).not.toContain("Aircrane");
		expect(names(await search("rep", "gantry"), "deal")).toEqual(["Gantry refit"]);
	});
});

test("the server folds as the database does", async () => {
	const texts = [
		"Müller",
		"Søndergård",
		"Łukasz",
		"ŒUVRE",
		"Straße",
		"İstanbul",
		"ñandú",
		"שלום",
		"が ガ",
		"Đorđe",
		"Æther",
		"plain",
	];
	const { rows } = await sql<{ folded: string }>`select courtside_fold(t) as folded
		from unnest(${texts}::text[]) with ordinality x(t, n) order by n`.execute(app.database.kysely);
	expect(texts.map(fold)).toEqual(rows.map((row) => row.folded));
});

test("without the index, beginnings and the newest are still found, and it is said", async () => {
	const other = await testApp();
	await sql`drop index search_by_substring`.execute(other.database.kysely);
	const { people, tenantId } = await addWorkspace(other.database, "bare");
	await other.database.inTenant(tenantId, (trx) =>
		trx.insertInto("leads").values({ tenant_id: tenantId, name: "Grace Hopper", company: "Cobol Yard" }).execute(),
	);
	const answer = await other.call("GET", "/search?q=opper", { as: people.admin });
	const found = (await answer.json()) as SearchAnswer;
	expect(found).toMatchObject({ isPartial: true });
	expect(names(found, "lead")).toEqual(["Grace Hopper"]);
});
