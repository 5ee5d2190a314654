import { sql } from "kysely";
import type { Database } from "../server/db/connect.ts";
import { readCursor } from "../server/hosts/cursors.ts";
import type { Finding } from "./doctor-checks.ts";

interface Standing {
	workspace: string;
	hasAddress: boolean;
	account: string | null;
	hasFetched: boolean;
	every: number | null;
	hearsOn: boolean;
	heardAt: string | null;
}

/** A stream of changes that was not seen to stand for so long is broken. */
const SILENT_MS = 15 * 60_000;

/** Salesforce of every workspace that has it on: how far it is set up, and the next step. */
export async function examineSalesforce(database: Database, now: number): Promise<Finding[]> {
	const standings = await database.asSystem(async (trx) => {
		const { rows } = await sql<Omit<Standing, "heardAt"> & { tenantId: number }>`select t.slug as workspace,
				coalesce(i.settings ->> 'instanceUrl', '') <> '' and coalesce(i.settings ->> 'clientId', '') <> '' as "hasAddress",
				a.account, i.sync_every_minutes as "every", i.settings ->> 'changeEvents' = 'on' as "hearsOn", t.tenant_id as "tenantId",
				exists (select from sync_runs r where r.tenant_id = i.tenant_id and r.host = i.host and r.state = 'done') as "hasFetched"
			from installations i join tenants t on t.tenant_id = i.tenant_id
			left join host_accounts a on a.tenant_id = i.tenant_id and a.host = i.host
			where i.host = 'salesforce' and i.state = 'on' order by t.slug`.execute(trx);
		return rows;
	});
	const findings: Finding[] = [];
	for (const { tenantId, ...standing } of standings) {
		const heardAt = await readCursor(database.reader(tenantId), tenantId, "salesforce", "events.heardAt");
		findings.push(findingOf({ ...standing, heardAt }, now));
	}
	return findings;
}

function findingOf(standing: Standing, now: number): Finding {
	const { workspace, account, hasFetched, every, hearsOn, heardAt } = standing;
	const isSilent = hearsOn === true && hasFetched && now - Date.parse(heardAt ?? "") > SILENT_MS;
	const says = [
		account ? `signed in to ${account}` : "not signed in yet",
		hasFetched ? "everything was fetched" : "nothing was fetched to its end yet",
		every === null ? "fetches when asked" : `fetches every ${every} minutes`,
		hearsOn ? `hears changes${heardAt ? `, last ${heardAt.slice(0, 16)}Z` : ", not yet"}` : "hears no change events",
	];
	const change = nextOf(standing, isSilent);
	return {
		name: `Salesforce of ${workspace}, step by step`,
		state: isSilent ? "fault" : account && hasFetched ? "on" : "off",
		says: says.join(", "),
		...(change && { change }),
	};
}

/** The next of the steps of hosts/salesforce/README.md; null where all that can be seen from here is done. */
function nextOf({ hasAddress, account, hasFetched, every, hearsOn }: Standing, isSilent: boolean): string | null {
	if (!hasAddress) return "Connections, Salesforce: fill in instanceUrl and clientId of your external client app";
	if (!account) return "Connections, Salesforce: fill in the secret or private key, then Test";
	if (!hasFetched) return "Connections, Salesforce: Fetch everything, then compare with its report";
	if (isSilent) return "see that Change Data Capture is on for the five objects; Test says whether the token holds";
	if (every === null && !hearsOn)
		return "Connections, Salesforce: choose how often to fetch, or set changeEvents to on";
	return null;
}
