import type { Transaction } from "kysely";
import type { MarketTableJson, PotentialJson, PotentialRowJson } from "../../core/contract/market.ts";
import { countryCode } from "../../core/market/country-code.ts";
import { liesIn, type MarketCell } from "../../core/market/market-cell.ts";
import { marketPotential, type PotentialRow } from "../../core/market/market-potential.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Asker } from "../answers/asker.ts";
import { accountGroups, listMarketTables, type StoredMarketTable, untappedAccounts, usedCells } from "../db/market.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { showMoney, showNumber } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";

const UNTAPPED_SHOWN = 100;

/** What the market is worth by the tables that count, what we have of it, and whom we have not touched yet. */
export async function potentialFor(trx: Transaction<Tables>, asker: Asker, realNow: number): Promise<PotentialJson> {
	const { principal, viewer } = asker;
	const workspace = await loadWorkspace(trx, realNow);
	const { now, currency, zone } = workspace;
	const tables = await listMarketTables(trx);
	const { sums, context } = await usedCells(trx);
	const bounds = sums.flatMap(({ sizeFrom, sizeTo }) => [sizeFrom ?? 0, ...(sizeTo === null ? [] : [sizeTo + 1])]);
	const { groups, wins } = await accountGroups(trx, {
		...{ bounds, now, currency, zone, yearAgo: now - 365 * DAY_MS, twoYearsAgo: now - 730 * DAY_MS },
	});
	const found = marketPotential(sums, context, groups);
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const { accounts, total } = await untappedAccounts(trx, principal.visibleOwners, { limit: UNTAPPED_SHOWN });
	const show = (minor: bigint) => showMoney(minor, currency, viewer.locale);
	const text =
		sums.length === 0
			? say(viewer, "potential.text.none")
			: say(viewer, "potential.text", {
					sam: show(found.samMinor),
					share: showNumber((found.share ?? 0) * 100, viewer.locale, 1),
					white: show(found.whiteMinor),
				});
	return {
		text,
		tam: money(found.tamMinor),
		sam: money(found.samMinor),
		won: money(found.wonMinor),
		share: found.share,
		white: money(found.whiteMinor),
		wins,
		rows: found.rows.map((row) => rowJson(row, currency, viewer)),
		outside: found.outside,
		untapped: accounts.map((account) => ({
			account: { id: account.id, name: account.name },
			owner: account.ownerId === null ? null : { id: account.ownerId, name: account.ownerName ?? "" },
			industry: account.industry,
			country: account.country,
			employees: account.employees,
			spend: spendOf(account, sums, currency),
			hasLead: account.hasLead,
		})),
		untappedTotal: total,
		tables: tables.map((table) => marketTableJson(table, viewer)),
		currency,
		asOf: new Date(now).toISOString(),
	};
}

/** A table as it is shown, its unread rows in words. */
export function marketTableJson({ rejects, createdAt, ...table }: StoredMarketTable, viewer: Viewer): MarketTableJson {
	return {
		...table,
		createdAt: new Date(createdAt).toISOString(),
		rejects: rejects.map(({ row, code, value }) => ({
			row,
			text: say(viewer, `market.reject.${code}`, { row, value }),
		})),
	};
}

function rowJson(row: PotentialRow, currency: string, viewer: Viewer): PotentialRowJson {
	const { cell, totalMinor, wonMinor, whiteMinor, ...rest } = row;
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const { country, region, industry, sizeFrom, sizeTo, companies } = cell;
	return {
		...rest,
		...{ country, region, industry, sizeFrom, sizeTo, companies, label: labelOf(cell, viewer) },
		...{ total: money(totalMinor), won: money(wonMinor), white: money(whiteMinor) },
	};
}

function labelOf({ country, region, industry, sizeFrom, sizeTo }: MarketCell, viewer: Viewer): string {
	const capital = (text: string | null) => text && text.charAt(0).toLocaleUpperCase(viewer.locale) + text.slice(1);
	const named =
		country !== null && /^[A-Z]{2}$/.test(country)
			? (new Intl.DisplayNames(viewer.locale, { type: "region" }).of(country) ?? country)
			: country;
	const size =
		sizeFrom === null && sizeTo === null
			? null
			: sizeTo === null
				? say(viewer, "potential.sizeFrom", { from: showNumber(sizeFrom ?? 0, viewer.locale) })
				: say(viewer, "potential.size", {
						from: showNumber(sizeFrom ?? 0, viewer.locale),
						to: showNumber(sizeTo, viewer.locale),
					});
	const parts = [capital(industry), capital(region), named, size].filter((part) => part !== null);
	return parts.length > 0 ? parts.join(" · ") : say(viewer, "potential.everywhere");
}

function spendOf(
	account: { country: string | null; region: string | null; industry: string | null; employees: number | null },
	cells: readonly MarketCell[],
	currency: string,
) {
	const at = {
		country: account.country === null ? null : countryCode(account.country),
		region: account.region?.toLowerCase() ?? null,
		industry: account.industry?.toLowerCase() ?? null,
		employees: account.employees,
	};
	const spend = cells.find((cell) => liesIn(at, cell))?.spendMinor;
	return spend == null ? null : { amountMinor: spend.toString(), currency };
}
