import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CAST_TEAMS } from "../../core/demo/cast.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { LIMITS } from "./cost.ts";
import { ask } from "./test-graph.ts";

const page = readFileSync(new URL("../../docs/graphql.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```graphql\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");

test("the examples of docs/graphql.md answer without an error, and its limits are the real ones", async () => {
	const app = await testApp();
	const { tenantId, cast } = await loadSmallCompany(app, Date.now());
	await rebuildNow(app, tenantId);
	const [deals = "", lead = "", better = "", adjust = "", live = ""] = examples;
	expect(examples).toHaveLength(5);
	for (const query of [deals, lead]) {
		const { errors, data } = await ask(app, cast.maria, query);
		expect(errors).toEqual([]);
		expect(data).not.toBeNull();
	}
	expect((await ask(app, cast.jennifer, better, { teamId: CAST_TEAMS.west })).errors).toEqual([]);
	const { data } = await ask(app, cast.jennifer, "{ forecast { id } }");
	const { id } = (data as unknown as { forecast: { id: string } }).forecast;
	const input = { valueMinor: "5000000", currency: "EUR", reason: "A tender that is not in yet", version: 0 };
	expect((await ask(app, cast.jennifer, adjust, { id, input })).errors).toEqual([]);
	const stream = await app.request("/graphql", {
		method: "POST",
		headers: {
			accept: "text/event-stream",
			"content-type": "application/json",
			authorization: `Bearer ${await app.tokenOf(cast.maria)}`,
		},
		body: JSON.stringify({ query: live }),
	});
	expect(stream.headers.get("content-type")).toContain("text/event-stream");
	await stream.body?.cancel();
	const told = page.replaceAll(",", "");
	for (const limit of Object.values(LIMITS)) expect(told).toContain(String(limit));
});
