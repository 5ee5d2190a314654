import type { Ports } from "../../core/contract/host.ts";
import type { OrgConnection } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import { columnsOf, describe } from "./fields-there.ts";
import type { RawRecord } from "./map-record.ts";
import type { ReadObject } from "./objects.ts";
import { stagesByType } from "./stages.ts";

/** Ids named in one query. */
const PER_QUERY = 200;
/** Rows of history that one query may bring. */
const MOST_HISTORY = 200_000;

/** What reading one object takes. */
export interface Reading {
	org: OrgConnection;
	ports: Ports;
	object: ReadObject;
	columns: readonly string[];
	/** The organisation's own, for amounts without one. */
	currency: string;
	/** Columns of the history of opportunities. */
	past: readonly string[];
	/** Which stages a record type of opportunities has, by its id; empty where types make no difference. */
	types: ReadonlyMap<string, readonly string[]>;
}

/** Finds out what can be read of an object. Throws where what is needed is hidden from us. */
export async function openReading(org: OrgConnection, ports: Ports, object: ReadObject): Promise<Reading> {
	const columns = await columnsOf(org, object);
	const isDeal = object.name === "Opportunity";
	return {
		...{ org, ports, object, columns, currency: await currencyOf(org) },
		past: isDeal ? await pastColumns(org) : [],
		types: isDeal ? await stagesByType(org) : new Map<string, string[]>(),
	};
}

async function pastColumns(org: OrgConnection): Promise<string[]> {
	const there = await describe(org, "OpportunityHistory");
	const category = there.some(({ name }) => name === "ForecastCategory") ? ["ForecastCategory"] : [];
	return ["OpportunityId", "StageName", "Amount", "CloseDate", ...category, "CreatedDate"];
}

/** Records by their ids, those in the bin too. */
export async function readByIds(reading: Reading, ids: readonly string[]): Promise<RawRecord[]> {
	const { org, object, columns } = reading;
	const rows: Record<string, unknown>[] = [];
	for (let at = 0; at < ids.length; at += PER_QUERY) {
		const soql = `SELECT ${columns.join(", ")} FROM ${object.name} WHERE Id IN (${quoted(ids.slice(at, at + PER_QUERY))})${object.where ? ` AND ${object.where}` : ""}`;
		const { records } = await org.call((conn) =>
			conn.query<Record<string, unknown>>(soql, { scanAll: true, autoFetch: true, maxFetch: PER_QUERY }),
		);
		rows.push(...records.map(flat));
	}
	return rawOf(reading, rows);
}

/** Rows as `mapRecord` takes them: an opportunity with its history and what its record type says. */
export async function rawOf(
	{ org, object, past, currency, types }: Reading,
	records: readonly Record<string, unknown>[],
): Promise<RawRecord[]> {
	const { name } = object;
	if (name !== "Opportunity") return records.map((record) => ({ object: name, record, currency }));
	const ids = records.map((record) => String(record["Id"]));
	const histories = new Map<string, Record<string, unknown>[]>();
	for (let at = 0; at < ids.length; at += PER_QUERY) {
		const soql = `SELECT ${past.join(", ")} FROM OpportunityHistory WHERE OpportunityId IN (${quoted(ids.slice(at, at + PER_QUERY))}) ORDER BY CreatedDate`;
		const rows = await org.call((conn) =>
			conn.query<Record<string, unknown>>(soql, { autoFetch: true, maxFetch: MOST_HISTORY }),
		);
		for (const { attributes: _, ...row } of rows.records) {
			const id = String(row["OpportunityId"]);
			const mine = histories.get(id);
			if (mine) mine.push(row);
			else histories.set(id, [row]);
		}
	}
	return records.map((record) => {
		const typeStages = types.get(String(record["RecordTypeId"] ?? ""));
		return {
			...{ object: name, record, currency, history: histories.get(String(record["Id"])) ?? [] },
			...(typeStages && { typeStages: [...typeStages] }),
		};
	});
}

/** A row of a query as bulk reads spell it: `{ Campaign: { Name } }` → `Campaign.Name`. */
export function flat(row: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
			if (name === "attributes") return [];
			if (typeof value !== "object" || value === null || Array.isArray(value)) return [[name, value]];
			return Object.entries(flat(value as Record<string, unknown>)).map(([inner, one]) => [`${name}.${inner}`, one]);
		}),
	);
}

function quoted(ids: readonly string[]): string {
	return ids.map((id) => `'${id.replaceAll(/[^a-zA-Z0-9]/g, "")}'`).join(",");
}
