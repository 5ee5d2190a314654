import type { CanonicalChange } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { categoryFromText } from "../../core/model/deal-category.ts";
import { extraOf, instantOf, minorOf, ownerOf, type Row, textOf } from "./values.ts";

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
}): CanonicalChange[] {
	const { externalId, recordedAt, record, history } = given;
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
		return at === null || at > recordedAt ? [] : [{ at: Math.max(at, created), fields: movingOf(row, currency) }];
	});
	const [first, ...later] = told.sort((a, b) => a.at - b.at);
	const closed = textOf(record["IsClosed"]) === "true";
	const now = {
		...standing,
		...movingOf(record, currency),
		nextStep: textOf(record["NextStep"]),
		// The history knows the moment; what closed without one closed when it was last touched.
		...(closed && { closedAt: new Date(closedAt(told, record) ?? recordedAt).toISOString() }),
		...extraOf(record),
	};
	return [
		...(first ? [change(first.at, { ...standing, ...first.fields })] : []),
		...later.map(({ at, fields }) => change(at, fields)),
		change(recordedAt, now),
	];
}

function movingOf(row: Row, currency: string): Record<string, JsonValue> {
	return {
		stageExternalId: textOf(row["StageName"]),
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
function closedAt(told: readonly { at: number; fields: Record<string, JsonValue> }[], record: Row): number | null {
	const stage = textOf(record["StageName"]);
	let since: number | null = null;
	for (const { at, fields } of told) {
		if (fields["stageExternalId"] !== stage) since = null;
		else since ??= at;
	}
	return since;
}
