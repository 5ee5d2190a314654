import { expect, test } from "vitest";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { importTexts } from "../intake/test-workspace.ts";
import { addWorkspace, testApp } from "../test-app.ts";
import { numberDeps, rebuildNow } from "../test-company.ts";
import { reforecast } from "./reforecast.ts";

const app = await testApp();
const { tenantId, people } = await addWorkspace(app.database, "harbour");
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-/;

function day(offset: number): string {
	return new Date(app.deps.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

const first = [
	"Deal ID,Deal name,Account,Owner,Stage,Amount,Created,Close date",
	...Array.from({ length: 24 }, (_, i) => {
		const stage = ["New", "Won", "Lost"][i % 3] ?? "";
		return `A${i},Deal ${i},Acme,Ann Lee,${stage},${100 + i}.50,${day(-200 - i)},${day(i % 3 ? -100 - i : 20)}`;
	}),
].join("\n");

const later = [
	"opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
	...Array.from({ length: 60 }, (_, i) => {
		const stage = ["Prospecting", "Engaging", "Won", "Lost"][i % 4] ?? "";
		const isOpen = i % 4 < 2;
		const engaged = stage === "Prospecting" ? "" : day(-90 - i);
		return `M${i},Moses Frase,GTXPro,Cancity,${stage},${engaged},${isOpen ? "" : day(-10 - i)},${1000 + i}`;
	}),
].join("\n");

async function reasons(): Promise<string[]> {
	const answer = await app.call("GET", "/forecasts", { as: people.admin });
	const { nodes } = (await answer.json()) as ForecastJson;
	return nodes.flatMap(({ view }) => [view.text.label, ...view.parts.map(({ text }) => text)]);
}

test("stages that came with an import are named, by a model that never saw them and by the next one", async () => {
	await importTexts(app.deps, tenantId, { "deals.csv": first });
	await rebuildNow(app, tenantId);
	await importTexts(app.deps, tenantId, { "sales_pipeline.csv": later });
	await reforecast(numberDeps(app), { tenantId }, { signal: new AbortController().signal });
	for (const round of ["before", "after"]) {
		const said = await reasons();
		expect(said.join("\n"), round).not.toMatch(ID);
		expect(said.join("\n"), round).toMatch(/Engaging/);
		await rebuildNow(app, tenantId);
	}
});
