import { expect, test } from "vitest";
import { fileDropHost } from "../../hosts/file-drop/host.ts";
import { webHost } from "../../hosts/web/host.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";

const app = await testApp({ hosts: [webHost, fileDropHost] });
const { tenantId, cast } = await loadSmallCompany(app, Date.now());
await rebuildNow(app, tenantId);
const show = async (as = cast.maria, query = "") => (await app.call("GET", `/gallery${query}`, { as })).json();

test("deal, lead, forecast and territory stand there as every host presents them, from one view", async () => {
	const { deal, lead, forecast, territory } = await show();
	expect(territory.view.parts.length).toBeGreaterThan(0);
	for (const { view, surfaces } of [deal, lead, forecast, territory])
		expect(surfaces[0].surface).toMatchObject({ component: "NumberCard", props: { view: { id: view.id } } });
	for (const { surfaces } of [forecast, territory])
		expect(
			surfaces.map((s: { host: string }) => s.host),
			"a folder holds records alone",
		).toEqual(["web"]);
	for (const { view, surfaces } of [deal, lead]) {
		expect(surfaces.map((s: { host: string }) => s.host)).toEqual(["web", "file-drop"]);
		expect(surfaces[1].surface.courtside).toMatchObject({
			value: view.text.value,
			interval: view.text.interval,
			parts: view.parts.map(({ amount, text }: { amount: string; text: string }) => ({ amount, text })),
		});
	}
});

test("one may name a deal, and sees none but one's own", async () => {
	const { items } = await (await app.call("GET", "/opportunities?status=open", { as: cast.maria })).json();
	const other = items.at(-1).id;
	expect((await show(cast.maria, `?dealId=${other}`)).deal.view.id).toBe(other);
	const all = (await (await app.call("GET", "/opportunities?status=open", { as: cast.jennifer })).json()).items;
	const hidden = all.find(({ id }: { id: string }) => !items.some((mine: { id: string }) => mine.id === id));
	expect((await show(cast.maria, `?dealId=${hidden.id}`)).deal).toBeNull();
});
