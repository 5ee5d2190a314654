import { expect, test } from "vitest";
import { applyAnswers } from "./apply-answers.ts";
import { joinFiles } from "./join-files.ts";
import { proposePlan } from "./propose-plan.ts";
import { questionsFor } from "./questions.ts";
import { columnOf } from "./sheet-facts.ts";
import { NEW_WORKSPACE, sheetOf, TODAY } from "./test-sheets.ts";

function fieldsOf(...lines: string[]): Record<string, string | null> {
	const [file = "", ...rest] = lines;
	const plan = proposePlan([sheetOf(file, ...rest)], NEW_WORKSPACE, TODAY);
	const sheet = plan.sheets[0];
	return { "": sheet?.entity ?? null, ...Object.fromEntries((sheet?.columns ?? []).map((c) => [c.header, c.field])) };
}

test("a Salesforce opportunity export is recognised", () => {
	const fields = fieldsOf(
		"report1700000000.csv",
		"Opportunity ID|Opportunity Name|Account ID|Account Name|StageName|Amount|Amount Currency|CloseDate|CreatedDate|Opportunity Owner|IsWon|IsClosed|LeadSource|NextStep|Region__c",
		"0065g00000XyzAB|Acme renewal|0015g00000AAAAA|Acme|Closed Won|12000.00|USD|2025-01-31|2024-11-02T10:00:00.000Z|Ann Lee|1|1|Web||North",
		"0065g00000XyzAC|Bit rollout|0015g00000AAAAB|Bit AG|Proposal|5000.50|USD|2025-03-31|2024-12-02T10:00:00.000Z|Ann Lee|0|0|Partner|Call|South",
	);
	expect(fields).toEqual({
		"": "deal",
		"Opportunity ID": "externalId",
		"Opportunity Name": "name",
		"Account ID": "accountId",
		"Account Name": "accountName",
		StageName: "stage",
		Amount: "amount",
		"Amount Currency": "currency",
		CloseDate: "closeDate",
		CreatedDate: "createdAt",
		"Opportunity Owner": "ownerName",
		IsWon: "isWon",
		IsClosed: "isClosed",
		LeadSource: "source",
		NextStep: "nextStep",
		Region__c: null,
	});
});

test("a HubSpot deal export is recognised", () => {
	const fields = fieldsOf(
		"hubspot-crm-exports-all-deals-2025-01-01.csv",
		"Record ID|Deal Name|Deal Stage|Pipeline|Deal owner|Amount|Close Date|Create Date|Associated Company|Last Modified Date",
		"1001|Acme|Closed won|Sales Pipeline|Ann Lee|1200|2025-01-31 14:00|2024-10-01 09:30|Acme|2025-01-31 14:00",
		"1002|Bit|Presentation Scheduled|Sales Pipeline|Bo Li|900|2025-02-28 14:00|2024-11-01 09:30|Bit AG|2025-01-31 14:00",
	);
	expect(fields).toEqual({
		"": "deal",
		"Record ID": "externalId",
		"Deal Name": "name",
		"Deal Stage": "stage",
		Pipeline: "pipeline",
		"Deal owner": "ownerName",
		Amount: "amount",
		"Close Date": "closeDate",
		"Create Date": "createdAt",
		"Associated Company": "accountName",
		"Last Modified Date": "modifiedAt",
	});
});

test.each([
	[
		"Oportunidades.csv",
		"Nombre de la oportunidad|Cuenta|Etapa|Importe|Fecha de cierre|Propietario|Fecha de creación",
		"Acme|Acme SL|Ganada|1.200,50 €|31/01/2025|Ana|01/10/2024",
	],
	[
		"Opportunités.csv",
		"Nom de l'opportunité|Compte|Étape|Montant|Date de clôture|Propriétaire|Date de création",
		"Acme|Acme SA|Gagnée|1 200,50 €|31/01/2025|Anne|01/10/2024",
	],
	[
		"Verkaufschancen.csv",
		"Verkaufschance|Konto|Phase|Betrag|Abschlussdatum|Verkäufer|Erstellt am",
		"Acme|Acme GmbH|Gewonnen|1.200,50 €|31.01.2025|Anna|01.10.2024",
	],
	[
		"עסקאות.csv",
		"שם העסקה|לקוח|שלב|סכום|תאריך סגירה|איש מכירות|תאריך יצירה",
		"אקמי|אקמי בעמ|זכייה|₪1,200.50|31/01/2025|ענת|01/10/2024",
	],
	[
		"商談.csv",
		"商談名|取引先名|フェーズ|金額|完了予定日|担当者|作成日",
		"アクメ|アクメ株式会社|受注|¥1,200|2025/01/31|佐藤|2024/10/01",
	],
])("%s is read in its own language", (file, header, row) => {
	const sheet = sheetOf(file, header, row);
	const plan = proposePlan([sheet], NEW_WORKSPACE, TODAY);
	expect(plan.sheets[0]?.entity).toBe("deal");
	expect(plan.sheets[0]?.columns.map((c) => c.field)).toEqual([
		"name",
		"accountName",
		"stage",
		"amount",
		"closeDate",
		"ownerName",
		"createdAt",
	]);
	expect(plan.stages[0]?.kind).toBe("won");
	expect(plan.currency).toBe({ O: "EUR", V: "EUR" }[file[0] ?? ""] ?? (file.startsWith("商") ? "JPY" : "ILS"));
});

test("what a sheet is follows from its columns: history, log, lines, people, leads", () => {
	const repeated = ["A1", "A1", "A1", "A2", "A2", "A2"];
	const day = (k: number): string => `2025-01-0${k + 1}T10:00:00Z`;
	const kindOf = (...lines: string[]): string | null => fieldsOf(...lines)[""] ?? null;
	expect(
		kindOf(
			"x.csv",
			"Opportunity ID|From Stage|To Stage|Changed At",
			...repeated.map((id, k) => `${id}|New|Proposal|${day(k)}`),
		),
	).toBe("stage_history");
	expect(
		kindOf(
			"x.csv",
			"Opportunity ID|Edited By|Field / Event|Old Value|New Value|Edit Date",
			...repeated.map((id, k) => `${id}|Ann|Stage|New|Proposal|${day(k)}`),
		),
	).toBe("stage_history");
	expect(
		kindOf("x.csv", "case|activity|timestamp|amount", ...repeated.map((id, k) => `${id}|SUBMITTED|${day(k)}|100`)),
	).toBe("event_log");
	expect(
		kindOf("x.csv", "Opportunity ID|Product Name|Quantity|Unit Price", ...repeated.map((id) => `${id}|Box|2|10.00`)),
	).toBe("line_item");
	expect(kindOf("x.csv", "Sales rep|Manager|Region", "Ann|Bo|East", "Cy|Bo|East")).toBe("user");
	expect(
		kindOf("x.csv", "First Name|Last Name|Company|Email|Lead Status|Lead Source", "Ann|Lee|Acme|ann@acme.test|New|Web"),
	).toBe("lead");
	expect(
		kindOf(
			"x.csv",
			"First Name|Last Name|Account Name|Email|Title|Phone",
			"Ann|Lee|Acme|ann@acme.test|CEO|+1 555 123 4567",
		),
	).toBe("contact");
	expect(
		kindOf("x.csv", "Type|Subject|Date|Duration (minutes)|Assigned to", "Call|Intro|2025-01-03 10:00|15|Ann"),
	).toBe("activity");
	expect(kindOf("x.csv", "colour|shape", "red|round")).toBeNull();
});

test("day and month are asked for only where no value decides, and decided by one that does", () => {
	const header = "Deal|Stage|Close date|Amount";
	const unsure = sheetOf("a.csv", header, "A|Won|03/04/17|1", "B|Lost|05/06/17|2");
	const plan = proposePlan([unsure], NEW_WORKSPACE, TODAY);
	const question = questionsFor(plan, [unsure], NEW_WORKSPACE, TODAY).find((q) => q.id === "dateOrder:0");
	expect(question?.params["example"]).toBe("03/04/17");
	expect(applyAnswers(plan, { "dateOrder:0": "mdy" }).plan.sheets[0]?.dateOrder).toBe("mdy");

	const sure = sheetOf("a.csv", header, "A|Won|03/04/17|1", "B|Lost|25/06/17|2");
	const decided = proposePlan([sure], NEW_WORKSPACE, TODAY);
	expect(decided.sheets[0]?.dateOrder).toBe("dmy");
	expect(questionsFor(decided, [sure], NEW_WORKSPACE, TODAY).map((q) => q.id)).not.toContain("dateOrder:0");
});

test("two-digit years are told from days by how little they vary", () => {
	const rows = Array.from({ length: 12 }, (_, k) => `D${k}|Won|${String(k + 10)}-03-17|5`);
	expect(
		proposePlan([sheetOf("a.csv", "Deal|Stage|Close date|Amount", ...rows)], NEW_WORKSPACE, TODAY).sheets[0]?.dateOrder,
	).toBe("dmy");
	const yearFirst = rows.map((row) => row.replace(/(\d\d)-03-17/, "17-03-$1"));
	expect(
		proposePlan([sheetOf("a.csv", "Deal|Stage|Close date|Amount", ...yearFirst)], NEW_WORKSPACE, TODAY).sheets[0]
			?.dateOrder,
	).toBe("ymd");
});

test("stages come in the order in which deals passed them", () => {
	const history = sheetOf(
		"stage history.csv",
		"Deal ID|From stage|To stage|Changed at",
		"1|Zeta|Mid|2025-01-01",
		"1|Mid|Alpha|2025-01-02",
		"1|Alpha|Closed Won|2025-01-03",
		"2|Zeta|Mid|2025-01-01",
		"2|Mid|Zeta|2025-01-02",
		"2|Zeta|Mid|2025-01-03",
		"2|Mid|Closed Lost|2025-01-04",
	);
	const plan = proposePlan([history], NEW_WORKSPACE, TODAY);
	expect(plan.stages.map((s) => `${s.name} ${s.kind}`)).toEqual([
		"Zeta open",
		"Mid open",
		"Alpha open",
		"Closed Won won",
		"Closed Lost lost",
	]);
});

test("an old export sets the clock back, a fresh one does not", () => {
	const old = proposePlan([sheetOf("a.csv", "Deal|Stage|Created|Amount", "A|Won|2017-12-31|1")], NEW_WORKSPACE, TODAY);
	expect([old.clock, old.newestDate]).toEqual(["file", "2017-12-31"]);
	const fresh = proposePlan(
		[sheetOf("a.csv", "Deal|Stage|Created|Close date|Amount", "A|New|2026-11-01|2027-03-01|1")],
		NEW_WORKSPACE,
		TODAY,
	);
	expect([fresh.clock, fresh.newestDate]).toEqual(["now", "2026-11-01"]);
});

test("a kept plan leaves nothing to ask for files of the same shape, but a new stage is asked about", () => {
	const header = "Deal|Stage|Created|Amount";
	const first = sheetOf("jan.csv", header, "A|Won|2026-10-31|1", "B|Pitch|2026-10-30|2");
	const { plan } = applyAnswers(proposePlan([first], NEW_WORKSPACE, TODAY), {
		stages: [
			{ name: "Pitch", kind: "won", position: 0 },
			{ name: "Won", kind: "lost", position: 1 },
		],
		currency: "EUR",
		"columns:0": { Amount: null },
	});
	const workspace = { ...NEW_WORKSPACE, isNew: false, kept: plan };
	const again = sheetOf("feb.csv", header, "C|Won|2026-11-02|1");
	const next = proposePlan([again], workspace, TODAY);
	expect(questionsFor(next, [again], workspace, TODAY)).toEqual([]);
	expect(next).toMatchObject({ currency: "EUR", stages: plan.stages });
	expect(columnOf(next.sheets[0] as never, "amount")).toBe(-1);

	const other = sheetOf("mar.csv", header, "D|Legal|2026-11-03|1");
	expect(questionsFor(proposePlan([other], workspace, TODAY), [other], workspace, TODAY).map((q) => q.id)).toEqual([
		"stages",
	]);
});

test("answers that do not fit are told of and change nothing else", () => {
	const plan = proposePlan([sheetOf("a.csv", "Deal|Stage|Amount", "A|Won|1")], NEW_WORKSPACE, TODAY);
	const { faults } = applyAnswers(plan, {
		currency: "nonsense",
		zone: "Mars/Base",
		fiscalStartMonth: 13,
		"columns:0": { Deal: "salary" },
		hello: 1,
		stages: [],
		"entity:7": "deal",
	});
	expect(faults.map((f) => `${f.id} ${f.code}`).sort()).toEqual([
		"columns:0 unknown_field",
		"currency not_an_option",
		"entity:7 unknown_question",
		"fiscalStartMonth not_an_option",
		"hello unknown_question",
		"stages stage_missing",
		"zone unknown_zone",
	]);
});

test("names of one file meet those of another in any spelling, and who is missing is told", () => {
	const products = sheetOf("products.csv", "product|series|sales_price", "GTX Pro|GTX|4821", "MG Special|MG|55");
	const deals = sheetOf(
		"deals.csv",
		"opportunity_id|product|deal_stage|close_value",
		"1|GTXPro|Won|10",
		"2|gtx-pro|Won|10",
		"3|MG Special|Won|10",
		"4|Other|Won|10",
	);
	const plan = proposePlan([products, deals], NEW_WORKSPACE, TODAY);
	expect(joinFiles(plan, [products, deals])).toEqual([
		{
			entity: "product",
			from: "deals.csv",
			to: "products.csv",
			matched: 3,
			unmatched: ["Other"],
			respelled: [
				{ written: "GTXPro", listed: "GTX Pro", rows: 1 },
				{ written: "gtx-pro", listed: "GTX Pro", rows: 1 },
			],
		},
	]);
});

test("a Pipedrive export is recognised, and a stage in which deals are won as well as lost stays open", () => {
	const sheet = sheetOf(
		"deals-1.csv",
		"Deal - ID|Deal - Title|Deal - Value|Deal - Currency of Value|Deal - Stage|Deal - Status|Deal - Deal created|Deal - Deal closed on",
		"1|Acme|100|EUR|Qualified|Won|2026-01-02 08:00:01|2026-03-01 11:22:33",
		"2|Bit|200|EUR|Qualified|Lost|2026-01-03 08:00:01|2026-03-02 11:22:33",
		"3|Cog|300|EUR|Qualified|Open|2026-01-04 08:00:01|",
	);
	const plan = proposePlan([sheet], NEW_WORKSPACE, TODAY);
	expect(plan.stages).toEqual([{ name: "Qualified", kind: "open", position: 0 }]);
	expect(plan.currency).toBe("EUR");
	expect(plan.sheets[0]?.columns.map((c) => c.field)).toEqual([
		"externalId",
		"name",
		"amount",
		"currency",
		"stage",
		"outcome",
		"createdAt",
		"closedAt",
	]);
});

test("a Dynamics export is recognised: the phase is the stage, the status its outcome, and the id no name", () => {
	const fields = fieldsOf(
		"dynamics.csv",
		"(Do Not Modify) Opportunity|Topic|Potential Customer|Est. Close Date|Est. Revenue|Status|Owner|Created On|Pipeline Phase",
		"0a1b2c3d4e5f|Wind farm|Acme|1/31/2026|$1,200.00|Won|Ann Lee|10/1/2025|2-Develop",
		"1a1b2c3d4e5f|Solar roof|Bit|2/28/2026|$900.00|Open|Ann Lee|10/2/2025|2-Develop",
	);
	expect(fields).toMatchObject({
		"(Do Not Modify) Opportunity": "externalId",
		Topic: "name",
		"Potential Customer": "accountName",
		"Est. Revenue": "amount",
		"Est. Close Date": "closeDate",
		Status: "outcome",
		"Pipeline Phase": "stage",
	});
});

test("what Salesforce's data loader writes in capitals is recognised, field history by the deal's id and not its own", () => {
	const fields = fieldsOf(
		"OpportunityFieldHistory.csv",
		"ID|ISDELETED|OPPORTUNITYID|CREATEDBYID|CREATEDDATE|FIELD|OLDVALUE|NEWVALUE",
		"0171|false|0061|0051|2026-01-02T08:00:00.000Z|StageName|Prospecting|Closed Won",
		"0172|false|0061|0051|2026-01-03T08:00:00.000Z|Amount|1|2",
	);
	expect(fields).toMatchObject({
		"": "stage_history",
		OPPORTUNITYID: "dealId",
		CREATEDDATE: "changedAt",
		FIELD: "historyField",
		OLDVALUE: "oldValue",
		NEWVALUE: "newValue",
	});
});

test("quotas are quotas, no deals", () => {
	expect(fieldsOf("Quotas.csv", "Owner|Period|Quota Amount|Currency", "Ann|2026-Q1|250000|USD")[""]).toBe("quota");
});

test("a report's owner by full name, German headers of two words, and rupees are read", () => {
	expect(
		fieldsOf(
			"report.csv",
			"Opportunity Name|Owner Full Name|Stage|Amount|Expected Revenue|Created Time",
			"A|Ann|Proposal|Rs. 12,34,567.00|1000|Mar 03, 2025 02:11 AM",
		),
	).toMatchObject({ "Owner Full Name": "ownerName", Amount: "amount", "Created Time": "createdAt" });
	expect(
		fieldsOf(
			"VC.csv",
			"Nr.|Bezeichnung|Verantwortlich|Status",
			"VC-1|Projekt|Jürgen|Gewonnen",
			"VC-2|P2|Jo|In Verhandlung",
		),
	).toMatchObject({ "Nr.": "externalId", Bezeichnung: "name", Verantwortlich: "ownerName", Status: "stage" });
});

test("a phase beside a status of another kind is the stage, and Spanish HubSpot headers are known", () => {
	expect(
		fieldsOf(
			"pipeline.tsv",
			"Opportunity|Phase|Status|Value (k€)",
			"Oven|Offer|On hold|1,5",
			"Mixer|Won|Active|2,5",
			"Rack|Lost|Active|3,5",
		),
	).toMatchObject({ Phase: "stage", Status: null, "Value (k€)": "amount" });
	expect(
		fieldsOf(
			"negocios.csv",
			"ID de registro|Nombre del negocio|Etapa del negocio|Valor|Propietario del negocio",
			"900|Horno|Cierre ganado|100,00|José",
			"901|Mesa|Cita programada|1.101,00|José",
		),
	).toMatchObject({ "ID de registro": "externalId", "Propietario del negocio": "ownerName" });
});
