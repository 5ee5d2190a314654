import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { ReportedDeals, SourceHistory, SourceReport, Tested } from "../../core/contract/host-about.ts";
import { type OrgConnection, openOrg } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import { describe } from "./fields-there.ts";
import { READ_OBJECTS } from "./objects.ts";
import { readAccess } from "./settings.ts";
import { instantOf, minorOf, textOf } from "./values.ts";

const ENTITY_OF: Readonly<Record<string, string>> = {
	Account: "account",
	Contact: "contact",
	Lead: "lead",
	Opportunity: "deal",
	User: "user",
};
const sums = z.array(z.looseObject({ n: z.number() }));

/** The organisation's own counts and sums, as its reports would give them to the integration user. */
export async function reportOrg(ports: Ports): Promise<SourceReport> {
	const org = await openOrg(ports);
	const currency = await currencyOf(org);
	const rows: Record<string, number> = {};
	for (const { name, where } of READ_OBJECTS) {
		const entity = ENTITY_OF[name];
		if (!entity) continue;
		const { totalSize } = await org.call((conn) =>
			conn.query(`SELECT COUNT() FROM ${name}${where ? ` WHERE ${where}` : ""}`),
		);
		rows[entity] = totalSize;
	}
	const isMulti = (await describe(org, "Opportunity")).some(({ name }) => name === "CurrencyIsoCode");
	const [open, won] = [
		await dealsOf(org, "IsClosed = false", currency, isMulti),
		await dealsOf(org, "IsWon = true", currency, isMulti),
	];
	return { asOf: ports.now(), rows, deals: { open, won } };
}

async function dealsOf(org: OrgConnection, where: string, own: string, isMulti: boolean): Promise<ReportedDeals> {
	const soql = isMulti
		? `SELECT CurrencyIsoCode, COUNT(Id) n, SUM(Amount) total FROM Opportunity WHERE ${where} GROUP BY CurrencyIsoCode`
		: `SELECT COUNT(Id) n, SUM(Amount) total FROM Opportunity WHERE ${where}`;
	const { records } = await org.call((conn) => conn.query(soql));
	const totals: Record<string, string> = {};
	let count = 0;
	for (const record of sums.parse(records)) {
		const currency = textOf(record["CurrencyIsoCode"]) ?? own;
		count += record.n;
		const minor = minorOf(record["total"], currency);
		if (minor !== null) totals[currency] = minor;
	}
	return { count, totals };
}

/** Since when OpportunityHistory goes back. */
export async function historyOf(ports: Ports): Promise<SourceHistory> {
	const org = await openOrg(ports);
	const { records } = await org.call((conn) =>
		conn.query<Record<string, unknown>>("SELECT MIN(CreatedDate) earliest FROM OpportunityHistory"),
	);
	const since = instantOf(records[0]?.["earliest"]);
	return { since, note: { key: since === null ? "host.salesforce.noHistory" : "host.salesforce.history" } };
}

/** Signs in and asks for the organisation's stages; says what is missing. */
export async function tryOrg(ports: Ports): Promise<Tested> {
	try {
		await readAccess(ports);
		const org = await openOrg(ports);
		await org.call((conn) => conn.query("SELECT ApiName FROM OpportunityStage LIMIT 1"));
		for (const { name, needs } of READ_OBJECTS) {
			const there = new Set((await describe(org, name)).map((field) => field.name));
			const hidden = needs.filter((one) => !there.has(one));
			if (hidden.length > 0)
				return {
					ok: false,
					fault: { key: "host.salesforce.hidden", params: { object: name, fields: hidden.join(", ") } },
					todo: { key: "host.salesforce.grant" },
				};
		}
		return { ok: true };
	} catch (fault) {
		if (!(fault instanceof CourtsideError)) throw fault;
		return {
			ok: false,
			fault: { key: "host.salesforce.fault", params: { reason: fault.message } },
			todo: { key: "host.salesforce.todo" },
		};
	}
}

/** Gives the token back. The client app itself is the organisation's to remove. */
export async function revokeToken(ports: Ports): Promise<void> {
	const { instanceUrl } = await readAccess(ports);
	const kept = await ports.secrets.get("accessToken");
	const token = z.object({ accessToken: z.string() }).safeParse(JSON.parse(kept || "null"));
	if (!token.success) return;
	const response = await ports.fetch(`${instanceUrl}/services/oauth2/revoke`, {
		method: "POST",
		body: new URLSearchParams({ token: token.data.accessToken }),
	});
	if (!response.ok)
		throw new CourtsideError("unavailable", `Salesforce answered ${response.status} when the token was given back.`);
}
