import { z } from "zod";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { PortalClient } from "./client.ts";
import type { RawRecord } from "./map-record.ts";
import { API_VERSION } from "./settings.ts";

const owner = z.looseObject({
	id: z.coerce.string(),
	teams: z.array(z.object({ id: z.coerce.string(), name: z.string(), primary: z.boolean().default(true) })).default([]),
});

/** The teams that owners are in, by their main one; none where the portal's plan has no teams. */
export function teamsOf(owners: readonly RawRecord[], currency: string): RawRecord[] {
	const teams = new Map<string, { id: string; name: string; members: string[] }>();
	for (const { record } of owners) {
		const { id, teams: own } = owner.parse(record);
		const main = own.find(({ primary }) => primary) ?? own[0];
		if (!main) continue;
		const team = teams.get(main.id) ?? { id: main.id, name: main.name, members: [] };
		team.members.push(id);
		teams.set(main.id, team);
	}
	return [...teams.values()].map((record) => ({ object: "teams", record, currency }));
}

const rates = z.object({
	results: z.array(
		z.looseObject({
			id: z.coerce.string(),
			fromCurrencyCode: z.string(),
			toCurrencyCode: z.string(),
			conversionRate: z.number(),
			effectiveAt: z.string(),
		}),
	),
});

/** The rates that the portal converts with now. Throws MISSING_SCOPES where it does not tell. */
export async function ratesOf(portal: PortalClient, currency: string): Promise<RawRecord[]> {
	const { body } = await portal.call("GET", `/settings/currencies/${API_VERSION}/exchange-rates/current`);
	return rates.parse(body).results.map((record) => ({ object: "rates", record, currency }));
}

/** A team or rate as a change; null of anything else. */
export function mapSurroundings({ object, record }: { object: string; record: unknown }): CanonicalChange[] | null {
	if (object === "teams") {
		const { id, name, members } = z
			.object({ id: z.string(), name: z.string(), members: z.array(z.string()) })
			.parse(record);
		return [{ entity: "team", externalId: id, recordedAt: 0, fields: { name, memberExternalIds: members } }];
	}
	if (object !== "rates") return null;
	const { id, fromCurrencyCode, toCurrencyCode, conversionRate, effectiveAt } =
		rates.shape.results.element.parse(record);
	const at = Date.parse(effectiveAt);
	const validFrom = Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : null;
	const rate = conversionRate.toFixed(10).replace(/\.?0+$/, "");
	const fields = { from: fromCurrencyCode, to: toCurrencyCode, rate, validFrom };
	return [{ entity: "rate", externalId: id, recordedAt: Number.isFinite(at) ? at : 0, fields }];
}
