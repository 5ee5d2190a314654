import { beforeAll, expect, test } from "vitest";
import type { ForecastJson, PipelineHealthJson } from "../../core/contract/forecasts.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
let cast: TestCast;
beforeAll(async () => {
	const loaded = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30));
	cast = loaded.cast;
	await rebuildNow(app, loaded.tenantId);
});

async function lines(path: string): Promise<string[]> {
	const answer = await app.call("GET", path, { as: cast.jennifer });
	expect(answer.status, answer.status === 200 ? "" : await answer.clone().text()).toBe(200);
	return (await answer.text()).trimEnd().split("\r\n");
}
async function json<T>(path: string): Promise<T> {
	return (await (await app.call("GET", path, { as: cast.jennifer })).json()) as T;
}

test("the forecast's boxes are downloaded beneath the one that is looked at, each estimate with its range and model", async () => {
	const { nodes } = await json<ForecastJson>("/forecasts");
	const [top] = nodes;
	const region = nodes.find((n) => n.parentId === top?.nodeId);
	const [head, ...rows] = await lines(`/forecasts/download?node=${region?.nodeId}&columns=name,view&sort=name`);
	expect(head).toMatch(/unit.*low end.*high end.*model/);
	const below = nodes.filter((n) => n.parentId === region?.nodeId).map((n) => n.name);
	expect(rows.map((row) => row.split(",")[0]?.replaceAll('"', ""))).toEqual(below.sort((a, b) => a.localeCompare(b)));
});

test("stages and stalled deals are downloaded as they are shown", async () => {
	const { stages, stalledTotal } = await json<PipelineHealthJson>("/pipeline/health");
	const [, ...rows] = await lines("/pipeline/stages/download?columns=stage");
	expect(rows).toEqual(stages.map(({ stage }) => stage.name));
	expect(await lines("/pipeline/stalled/download?columns=id")).toHaveLength(stalledTotal + 1);
});

test("work and imports are filtered by the rules of their pages", async () => {
	const as = { as: cast.david };
	const work = await app.call("GET", "/jobs/download?state=failed&columns=text,state", as);
	expect((await work.text()).trimEnd()).toBe("Work,State");
	const imports = await app.call("GET", "/imports/download?format=xlsx", as);
	expect(imports.headers.get("content-disposition")).toMatch(/imports-\d{4}-\d\d-\d\d\.xlsx/);
	await imports.arrayBuffer();
});

test("what those who run the workspace see is downloaded too, without a secret", async () => {
	const as = { as: cast.david };
	const text = async (path: string) => {
		const answer = await app.call("GET", path, as);
		expect(answer.status, path).toBe(200);
		return (await answer.text()).trimEnd().split("\r\n");
	};
	expect(await text("/roles/download?columns=name")).toEqual(["Name"]);
	expect((await text("/webhooks/download"))[0]).toBe("Address,State,Last taken,Waiting");
	expect((await text("/api-keys/download?columns=name,prefix"))[0]).toBe("Name,The key");
});

test("members are downloaded by the filters of their page, all of them", async () => {
	const { people } = await addWorkspace(app.database, "crew");
	const answer = await app.call("GET", "/members/download?state=all&columns=name,role", { as: people.admin });
	const [, ...rows] = (await answer.text()).trimEnd().split("\r\n");
	expect(rows.map((row) => row.split(",")[0])).toEqual(["Astrid", "David", "Jennifer", "Maria", "Robert"]);
	expect((await app.call("GET", "/members/download", { as: people.manager })).status).toBe(403);
});
