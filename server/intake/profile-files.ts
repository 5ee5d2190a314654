import { sql, type Transaction } from "kysely";
import type { WorkspaceFacts } from "../../core/intake/propose-plan.ts";
import type { ProfiledSheet } from "../../core/intake/sheet-facts.ts";
import { TableSniffer } from "../../core/intake/sniff-table.ts";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { readSheet, type SheetSource, type SourceFile } from "./source-file.ts";
import type { StartOptions } from "./start-import.ts";

/** Reads a sheet once, from end to end, and says what its columns hold. */
export async function profileSheet(
	file: SourceFile,
	source: SheetSource,
	today: PlainDate,
	onProgress: StartOptions["onProgress"],
): Promise<ProfiledSheet> {
	const sniffer = new TableSniffer(source.headers, today);
	let rows = 0;
	let told = 0;
	for await (const batch of readSheet(file, source)) {
		for (const row of batch.rows) sniffer.add(row);
		rows += batch.rows.length;
		if (rows - told >= 20_000) onProgress?.(file.name, rows);
		if (rows - told >= 20_000) told = rows;
	}
	const semicolons = source.format.kind === "csv" && source.format.delimiter === ";";
	return { file: file.name, sheet: source.sheet, headers: source.headers, profile: sniffer.finish(semicolons) };
}

/** What the workspace has already, so that it is not asked. */
export async function readWorkspaceFacts(trx: Transaction<Tables>): Promise<WorkspaceFacts> {
	const tenant = await trx
		.selectFrom("tenants")
		.select(["zone", "reporting_currency", "fiscal"])
		.executeTakeFirstOrThrow();
	const has = await sql<{ records: boolean; prices: boolean }>`
		select exists (select 1 from deals) or exists (select 1 from leads) or exists (select 1 from accounts) as records,
			exists (select 1 from products where list_price_minor is not null) as prices`.execute(trx);
	return {
		isNew: !has.rows[0]?.records,
		currency: tenant.reporting_currency,
		zone: tenant.zone,
		fiscalStartMonth: tenant.fiscal.startMonth,
		hasProductPrices: has.rows[0]?.prices ?? false,
		kept: null,
	};
}
