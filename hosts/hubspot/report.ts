import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { SourceHistory, SourceReport, Tested } from "../../core/contract/host-about.ts";
import { area, openPortal } from "./client.ts";

const counted = z.object({ total: z.number() });
const ROWS: readonly [ours: string, type: string][] = [
	["account", "companies"],
	["contact", "contacts"],
	["deal", "deals"],
];

/** The portal's own counts. It adds no amounts up for others, so open and won money is compared by number only. */
export async function countPortal(ports: Ports): Promise<SourceReport> {
	const portal = await openPortal(ports);
	const count = async (type: string, filters: object[]) =>
		counted.parse(
			(
				await portal.call("POST", area("objects", type, "search"), {
					filterGroups: filters.length > 0 ? [{ filters }] : [],
					limit: 1,
				})
			).body,
		).total;
	const rows: Record<string, number> = {};
	for (const [ours, type] of ROWS) rows[ours] = await count(type, []);
	const stages = z.object({
		results: z.array(
			z.object({
				stages: z.array(
					z.object({
						id: z.coerce.string(),
						metadata: z
							.object({ isClosed: z.coerce.string().optional(), probability: z.coerce.string().optional() })
							.default({}),
					}),
				),
			}),
		),
	});
	const { results } = stages.parse((await portal.call("GET", area("pipelines", "deals"))).body);
	const sums = { open: 0, won: 0 };
	for (const { id, metadata } of results.flatMap((pipeline) => pipeline.stages)) {
		const isWon = Number(metadata.probability) >= 1;
		if (metadata.isClosed === "true" && !isWon) continue;
		sums[isWon ? "won" : "open"] += await count("deals", [{ propertyName: "dealstage", operator: "EQ", value: id }]);
	}
	return {
		asOf: ports.now(),
		rows,
		deals: { open: { count: sums.open, totals: {} }, won: { count: sums.won, totals: {} } },
	};
}

/** HubSpot keeps the history of properties for as long as the record is there. */
export async function historyOf(ports: Ports): Promise<SourceHistory> {
	const portal = await openPortal(ports);
	const first = z.object({ results: z.array(z.object({ createdAt: z.string() })) });
	const { body } = await portal.call("POST", area("objects", "deals", "search"), {
		filterGroups: [],
		sorts: [{ propertyName: "createdate", direction: "ASCENDING" }],
		properties: [],
		limit: 1,
	});
	const since = Date.parse(first.parse(body).results[0]?.createdAt ?? "");
	return Number.isFinite(since)
		? { since, note: { key: "host.hubspot.history" } }
		: { since: null, note: { key: "host.hubspot.noHistory" } };
}

/** Asks for the portal's details and one record of each kind that is needed. */
export async function tryPortal(ports: Ports): Promise<Tested> {
	try {
		const portal = await openPortal(ports);
		await portal.call("GET", area("pipelines", "deals"));
		for (const [, type] of ROWS) await portal.call("GET", `${area("objects", type)}?limit=1`);
		return { ok: true };
	} catch (fault) {
		if (!(fault instanceof CourtsideError)) throw fault;
		return {
			ok: false,
			fault: { key: "host.hubspot.fault", params: { reason: fault.message } },
			todo: { key: "host.hubspot.todo" },
		};
	}
}
