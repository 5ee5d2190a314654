import { expect, test } from "vitest";
import { describeImport } from "../intake/import-service.ts";
import { startImport } from "../intake/start-import.ts";
import { testIntake } from "../intake/test-workspace.ts";
import { importView } from "./import-view.ts";

const deps = await testIntake();

test("a preview shows the steps of a history as people write them: money with its currency, days as days", async () => {
	const tenant = await deps.newTenant();
	const history = [
		"Opportunity ID,Field / Event,Old Value,New Value,Edit Date",
		'1,Amount,1000.00,"25,675.00",2026-10-05',
		"1,Close Date,2026-10-01,2026-12-24,2026-10-06",
		"1,Stage,Prospecting,Closed Won,2026-10-07",
	].join("\n");
	const { id } = await startImport(deps, tenant, [
		{ name: "OpportunityFieldHistory.csv", content: new TextEncoder().encode(history) },
	]);
	const view = importView(await describeImport(deps, tenant, id), { locale: "en", zone: "UTC" }, deps.now());
	expect(view.files[0]?.preview).toMatchObject([
		{ Amount: "$25,675" },
		{ "Close date": "Dec 24, 2026" },
		{ Stage: "Closed Won", Status: "won" },
	]);
});
