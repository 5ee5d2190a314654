import type { CanonicalChange } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { categoryFromText } from "../../core/model/deal-category.ts";
import { extraOf, instantOf, minorOf, ownerOf, type Row, stageId, textOf } from "./values.ts";

/**
 * An opportunity with its history: how it began, each change of stage, amount and close date as the organisation recorded
 * it, and how it stands. Without a history there is only the present.
 */
export function mapDeal(given: {
	externalId: string;
	recordedAt: number;
	record: Row;
	history: readonly Row[];
	currency: string;
	/** The stages of its record type, where that has a pipeline of its own. */
	typeStages?: readonly string[] | undefined;
}): CanonicalChange[] {
	const { externalId, recordedAt, record, history, typeStages = [] } = given;
	const type = textOf(record["RecordTypeId"]);
	// One that stands in a stage which its type no longer has is among those of all types.
	const stageOf = (row: Row) => {
		const name = textOf(row["StageName"]);
		return name && stageId(name, typeStages.includes(name) ? type : null);
	};
	const currency = textOf(record["CurrencyIsoCode"]) ?? given.currency;
	const created = instantOf(record["CreatedDate"]) ?? recordedAt;
	const change = (at: number, fields: Record<string, JsonValue>): CanonicalChange => ({
		entity: "deal",
		externalId,
		recordedAt: at,
		fields,
	});
	const standing = {
		name: textOf(record["Name"]),
		source: textOf(record["LeadSource"]),
		accountExternalId: textOf(record["AccountId"]),
		createdAt: new Date(created).toISOString(),
		...ownerOf(record),
	};
	const told = history.flatMap((row) => {
		const at = instantOf(row["CreatedDate"]);
		return at === null || at > recordedAt
			? []
			: [{ at: Math.max(at, created), fields: movingOf(row, currency, stageOf) }];
	});
	const [first, ...later] = told.sort((a, b) => a.at - b.at);
	const closed = textOf(record["IsClosed"]) === "true";
	const now = {
		...standing,
		...movingOf(record, currency, stageOf),
		nextStep: textOf(record["NextStep"]),
		// The history knows the moment; what closed without one closed when it was last touched.
		...(closed && { closedAt: new Date(closedAt(told, stageOf(record)) ?? recordedAt).toISOString() }),
		...extraWith(record),
	};
	return [
		...(first ? [change(first.at, { ...standing, ...first.fields })] : []),
		...later.map(({ at, fields }) => change(at, fields)),
		{ ...change(recordedAt, now), standing: true },
	];
}

/** The territory it was given to stands among what the organisation says in fields of its own. */
function extraWith(record: Row): { extra?: Record<string, JsonValue> } {
	const own = extraOf(record);
	if (!("Territory2.Name" in record)) return own;
	return { extra: { ...own.extra, Territory: textOf(record["Territory2.Name"]) } };
}

function movingOf(row: Row, currency: string, stageOf: (row: Row) => string | null): Record<string, JsonValue> {
	return {
		stageExternalId: stageOf(row),
		amountMinor: minorOf(row["Amount"], currency),
		currency,
		closeDate: textOf(row["CloseDate"])?.slice(0, 10) ?? null,
		...categoryOf(row),
	};
}

/** By the value that is the same in every language, else by its name; absent where neither may be read. */
function categoryOf(row: Row): { forecastCategory?: string | null } {
	if (!("ForecastCategory" in row || "ForecastCategoryName" in row)) return {};
	const [value, name] = [textOf(row["ForecastCategory"]), textOf(row["ForecastCategoryName"])];
	return { forecastCategory: categoryFromText(value ?? name ?? "") };
}

/** When it came into the stage it now stands in. */
function closedAt(
	told: readonly { at: number; fields: Record<string, JsonValue> }[],
	stage: string | null,
): number | null {
	let since: number | null = null;
	for (const { at, fields } of told) {
		if (fields["stageExternalId"] !== stage) since = null;
		else since ??= at;
	}
	return since;
}
