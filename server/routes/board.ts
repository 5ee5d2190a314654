import type { Transaction } from "kysely";
import type { z } from "zod";
import {
	type BoardColumnJson,
	type BoardJson,
	type BoardTotals,
	board,
	boardQuery,
} from "../../core/contract/board.ts";
import { addDays } from "../../core/model/instant.ts";
import { periodOf } from "../../core/model/period.ts";
import { wholeWeighted } from "../../core/pipeline/weighted-sums.ts";
import { type StageSums, sumStages } from "../db/board.ts";
import { waitingWrites } from "../db/board-writes.ts";
import { DEAL_SORTS, listDeals, withAmounts } from "../db/deals.ts";
import { parseSort, writeCursor } from "../db/paging.ts";
import { listPipelines, listStages } from "../db/stages.ts";
import type { Tables } from "../db/tables.ts";
import { loadRates, loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { dealJson } from "../views/deal-view.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";

const read = guardedRoute("deals:read", {
	method: "get",
	path: "/pipeline/board",
	tags: ["Pipeline"],
	summary: "A pipeline's stages as columns: what each comes to over the whole filter, and its first cards",
	request: { query: boardQuery },
	responses: { 200: answer(board, "The board"), ...faults },
});

/** The pipeline board. Moving a card is `PUT /opportunities/{id}` with the stage and the version that was read. */
export function boardRoutes({ database, now, hosts }: Deps) {
	const routes = createRouter();
	const hostNames = new Map(hosts.map((host) => [host.id, host.about.name]));
	routes.openapi(read, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const query = c.req.valid("query");
		const viewer = viewerOf(c);
		// One transaction, so that cards and sums are of the same moment.
		const made = await database.inTenant(tenantId, (trx) =>
			makeBoard(trx, query, { visibleOwners, viewer, now: now(), hostNames }),
		);
		return c.json(made, 200);
	});
	return routes;
}

interface Asker {
	visibleOwners: VisibleOwners;
	viewer: Viewer;
	/** Real time. */
	now: number;
	/** What each connection is called. */
	hostNames: ReadonlyMap<string, string>;
}

async function makeBoard(
	trx: Transaction<Tables>,
	{ pipelineId: wanted, limit, sort, ...asked }: z.output<typeof boardQuery>,
	{ visibleOwners, viewer, now, hostNames }: Asker,
): Promise<BoardJson> {
	const workspace = await loadWorkspace(trx, now);
	const filter = await withAmounts(trx, asked, now);
	const { currency, today, zone } = workspace;
	const pipelines = await listPipelines(trx);
	const pipelineId = pipelines.find((p) => p.id === wanted)?.id ?? pipelines[0]?.id ?? null;
	const stages = pipelineId === null ? [] : (await listStages(trx)).filter((s) => s.pipelineId === pipelineId);
	const closed = closedWithin(filter, workspace);
	const rates = await loadRates(trx, currency);
	const sums =
		pipelineId === null
			? []
			: await sumStages(trx, { pipelineId, filter, closed, visibleOwners, currency, rates, today, zone });
	const of = new Map(sums.map((s) => [s.stageId, s]));
	const open = stages.filter((s) => s.kind === "open");
	const weighted = wholeWeighted(open.map((s) => of.get(s.id)?.weightedScaled ?? 0n));
	const weightedOf = new Map(open.map((s, k) => [s.id, weighted.parts[k] ?? 0n]));

	const columns: BoardColumnJson[] = [];
	for (const { id, name, position, kind } of [...open, ...stages.filter((s) => s.kind !== "open")]) {
		const order = parseSort(sort ?? (kind === "open" ? "closeDate" : "-closeDate"), DEAL_SORTS, "closeDate");
		const days = kind === "open" || !closed ? {} : { closeFrom: closed.from, closeTo: closed.to };
		const page = await listDeals(trx, {
			filter: { ...filter, ...days, stageId: id, status: kind },
			visibleOwners,
			sort: order,
			after: null,
			limit,
			now,
		});
		columns.push({
			stage: { id, name, position, kind },
			totals: totalsOf([of.get(id)], weightedOf.get(id) ?? null, currency),
			closed: kind === "open" ? null : closed,
			sort: `${order.descending ? "-" : ""}${order.key}`,
			items: page.rows.map((row) => dealJson(row, viewer)),
			nextCursor: page.next && writeCursor(order, page.next),
		});
	}
	const shown = columns.flatMap((column) => column.items.map((deal) => deal.id));
	const writes = await waitingWrites(trx, shown);
	return {
		pipelines: pipelines.map(({ id, name }) => ({ id, name })),
		pipelineId,
		currency,
		asOf: new Date(workspace.now).toISOString(),
		columns,
		open: totalsOf(
			open.map((s) => of.get(s.id)),
			weighted.total,
			currency,
		),
		writes: writes.map((write) => ({ ...write, host: hostNames.get(write.host) ?? write.host })),
	};
}

/** Closed deals are many: without days in the filter only those of this quarter stand on the board. */
function closedWithin(filter: { closeFrom?: string | undefined; closeTo?: string | undefined }, workspace: Workspace) {
	if (filter.closeFrom !== undefined || filter.closeTo !== undefined) return null;
	const quarter = periodOf(workspace.fiscal, "quarter", workspace.today);
	return { from: quarter.start, to: addDays(quarter.end, -1) };
}

function totalsOf(sums: (StageSums | undefined)[], weighted: bigint | null, currency: string): BoardTotals {
	const add = (pick: (s: StageSums) => number) => sums.reduce((n, s) => n + (s ? pick(s) : 0), 0);
	const amount = sums.reduce((n, s) => n + (s?.amountMinor ?? 0n), 0n);
	const scored = add((s) => s.deals - s.withoutAmount - s.withoutRate - s.notScored);
	return {
		deals: add((s) => s.deals),
		amount: { amountMinor: amount.toString(), currency },
		weighted: weighted === null || scored === 0 ? null : { amountMinor: weighted.toString(), currency },
		withoutAmount: add((s) => s.withoutAmount),
		withoutRate: add((s) => s.withoutRate),
		notScored: add((s) => s.notScored),
	};
}
