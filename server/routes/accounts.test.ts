import { beforeAll, describe, expect, test } from "vitest";
import type { AccountJson, AccountPageJson, ContactPageJson } from "../../core/contract/customers.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
let cast: TestCast;
beforeAll(async () => {
	({ cast } = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30)));
});

type Person = { tenantId: number; userId: string };
async function get<T>(as: Person, path: string): Promise<T> {
	const answer = await app.call("GET", path, { as });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return (await answer.json()) as T;
}
const list = (as: Person, query = "") => get<Page<AccountJson>>(as, `/accounts?limit=200&${query}`);

describe("accounts", () => {
	test("are one's own and those with a deal in sight; deals are counted as far as they are", async () => {
		const [hers, all] = await Promise.all([list(cast.maria), list(cast.jennifer)]);
		expect(hers.total).toBeGreaterThan(0);
		expect(all.total).toBeGreaterThan(hers.total);
		for (const account of hers.items) {
			const { deals } = await get<AccountPageJson>(cast.maria, `/accounts/${account.id}`);
			expect(deals.filter((deal) => deal.owner?.id !== cast.maria.userId)).toEqual([]);
			expect(deals.filter((deal) => deal.status === "open")).toHaveLength(account.openDeals);
		}
	});

	test("are filtered and sorted", async () => {
		const all = await list(cast.jennifer);
		const names = all.items.map((account) => account.name);
		expect([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))).toEqual(names);
		const { industry } = all.items[0] ?? { industry: null };
		const some = await list(
			cast.jennifer,
			`industry=${encodeURIComponent(industry?.toLowerCase() ?? "")}&sort=-createdAt`,
		);
		expect(some.total).toBe(all.items.filter((account) => account.industry === industry).length);
	});

	test("have a page with deals, people and what was done", async () => {
		const { items } = await list(cast.jennifer);
		const pages = await Promise.all(items.map((a) => get<AccountPageJson>(cast.jennifer, `/accounts/${a.id}`)));
		expect(pages.some((page) => page.contacts.length > 0 && page.deals.length > 0)).toBe(true);
		expect(pages.some((page) => page.activities.length > 0)).toBe(true);
		const statuses = pages.flatMap((page) => page.deals.map((deal) => deal.status === "open"));
		expect(statuses).toContain(true);
	});
});

describe("a contact", () => {
	test("is shown with the account's deals, and only to those who see the account", async () => {
		const hers = new Set((await list(cast.maria)).items.map((account) => account.id));
		const all = (await list(cast.jennifer)).items;
		let out = 0;
		for (const account of all) {
			const { contacts } = await get<AccountPageJson>(cast.jennifer, `/accounts/${account.id}`);
			for (const { id, name } of contacts) {
				const page = await get<ContactPageJson>(cast.jennifer, `/contacts/${id}`);
				expect(page).toMatchObject({ contact: { name }, account: { id: account.id } });
				const seen = await app.call("GET", `/contacts/${id}`, { as: cast.maria });
				expect(seen.status).toBe(hers.has(account.id) ? 200 : 404);
				if (!hers.has(account.id)) out += 1;
			}
		}
		expect(out).toBeGreaterThan(0);
	});
});
