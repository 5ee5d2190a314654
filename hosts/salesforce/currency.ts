import { z } from "zod";
import { API_VERSION, type OrgConnection } from "./connection.ts";

const organization = z.object({
	features: z.looseObject({ multiCurrency: z.boolean().default(false), defaultCurrencyIsoCode: z.string().nullish() }),
});
const known = new WeakMap<OrgConnection, Promise<string>>();

/** The organisation's own currency: the one of all amounts, or of those that bear none. */
export function currencyOf(org: OrgConnection): Promise<string> {
	const kept = known.get(org);
	if (kept) return kept;
	const asked = ask(org);
	known.set(org, asked);
	return asked;
}

async function ask(org: OrgConnection): Promise<string> {
	const told = await org.call((conn) =>
		conn.request({ method: "GET", url: `/services/data/v${API_VERSION}/connect/organization` }),
	);
	const { features } = organization.parse(told);
	if (features.defaultCurrencyIsoCode) return features.defaultCurrencyIsoCode;
	const { records } = await org.call((conn) =>
		conn.query<{ IsoCode: string }>("SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true"),
	);
	return records[0]?.IsoCode ?? "USD";
}
