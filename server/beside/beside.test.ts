import { afterAll, beforeAll, expect, it } from "vitest";
import { CourtsideError } from "../../core/contract/problem.ts";
import { periodOf } from "../../core/model/period.ts";
import type { ToldAsker } from "../answers/asker.ts";
import { latestForecast, type StoredForecast } from "../db/forecasts.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { openBeside } from "./beside.ts";
import { QUESTIONS } from "./questions.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const beside = openBeside({ url: app.url, now: () => NOW });
afterAll(() => beside.close());
const means = { database: app.database, now: NOW };
let asker: ToldAsker;
let stored: StoredForecast;
let about: { asker: ToldAsker; forecastId: string; nodeId: string };

beforeAll(async () => {
	const { tenantId, cast } = await loadSmallCompany(app, NOW);
	await rebuildNow(app, tenantId);
	const person = { name: "Jennifer", role: "executive", locale: "de", zone: "Europe/Berlin" } as const;
	const principal = { tenantId, userId: cast.jennifer.userId, apiKeyId: null, ...person };
	asker = { principal: { ...principal, scope: "all", visibleOwners: "all" }, viewer: person };
	const latest = await latestForecast(app.database.reader(tenantId), "FY2026-Q3");
	if (!latest?.nodes[0]) throw new Error("no forecast");
	stored = latest;
	about = { asker, forecastId: latest.id, nodeId: latest.nodes[0].nodeId };
});

it("answers in the thread as it would have been answered here, money and files included", async () => {
	expect(await beside.ask("coverage", about)).toEqual(await QUESTIONS.coverage(means, about));
	const changes = { ...about, since: "2026-09-01" };
	expect(await beside.ask("changes", changes)).toEqual(await QUESTIONS.changes(means, changes));
	expect(await beside.ask("opinion", about)).toEqual(await QUESTIONS.opinion(means, about));
	expect(await beside.ask("replay", about)).toMatchObject({ verdict: "same" });
	const page = await beside.ask("page", { ...about, format: "xlsx" });
	expect(page.valueMinor).toBe(stored.nodes[0]?.valueMinor);
	expect(Buffer.from(page.bytes).subarray(0, 2).toString()).toBe("PK");
});

it("keeps a forecast that it computes, as asked by whom", async () => {
	const { tenantId } = asker.principal;
	const db = app.database.reader(tenantId);
	const period = periodOf((await loadWorkspace(db, NOW)).fiscal, "year", "2027-05-01");
	const id = await beside.ask("forecast", { tenantId, period, createdBy: asker.principal.userId });
	const row = db.selectFrom("forecasts").select(["period", "created_by"]).where("id", "=", id);
	expect(await row.executeTakeFirst()).toEqual({ period: "FY2027", created_by: asker.principal.userId });
});

it("hands a coded fault on as it was thrown", async () => {
	const fault = await beside.ask("changes", { ...about, since: "2026-09-15" }).catch((error: unknown) => error);
	expect(fault).toBeInstanceOf(CourtsideError);
	expect(fault).toMatchObject({ code: "unprocessable" });
});

it("fails what is being answered when it is ended, and begins anew with the next question", async () => {
	const lost = expect(beside.ask("coverage", about)).rejects.toMatchObject({ code: "unavailable" });
	await beside.close();
	await lost;
	expect(await beside.ask("coverage", about)).not.toBeNull();
});

it("says of a database that is away that it passes", async () => {
	const away = openBeside({ url: "postgres://nobody@127.0.0.1:1/none", now: () => NOW });
	await expect(away.ask("coverage", about)).rejects.toMatchObject({ code: "unavailable" });
	await away.close();
});
