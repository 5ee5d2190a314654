import { sql } from "kysely";
import type { Database } from "../server/db/connect.ts";
import type { Finding } from "./doctor-checks.ts";

interface Standing {
	workspace: string;
	host: string;
	state: "on" | "paused" | "off";
	account: string | null;
	run: string | null;
	error: string | null;
	finishedAt: number | null;
	failed: number;
	test: { ok?: boolean; fault?: { params?: { reason?: string } } } | null;
}

/** Every connection of every workspace with a host's vendor: whether it is on, how its last run and test ended, what waits. */
export async function examineConnections(database: Database): Promise<Finding[]> {
	const standings = await database.asSystem(async (trx) => {
		const { rows } =
			await sql<Standing>`select t.slug as workspace, i.host, i.state, a.account, r.state as run, r.error,
				r.finished_at as "finishedAt", i.test_result as test, (select count(*)::int from failed_records f
				where f.tenant_id = i.tenant_id and f.source = i.host) as failed
			from installations i join tenants t on t.tenant_id = i.tenant_id
			left join host_accounts a on a.tenant_id = i.tenant_id and a.host = i.host
			left join lateral (select s.state, s.error, s.finished_at from sync_runs s
				where s.tenant_id = i.tenant_id and s.host = i.host order by s.id desc limit 1) r on true
			where i.state <> 'off' order by t.slug, i.host`.execute(trx);
		return rows;
	});
	if (standings.length === 0)
		return [
			{
				name: "Connections",
				state: "off",
				says: "no workspace is connected to anything",
				change: "Connections, in Courtside",
			},
		];
	return standings.map(findingOf);
}

function findingOf({ workspace, host, state, account, run, error, finishedAt, failed, test }: Standing): Finding {
	const isFault = state === "on" && (run === "failed" || test?.ok === false);
	const says = [
		state === "paused" && "paused",
		account && `account ${account}`,
		run && `last run ${run}${finishedAt ? ` ${new Date(finishedAt).toISOString().slice(0, 16)}Z` : ""}`,
		run === "failed" && error,
		test?.ok === false && `the last test failed${test.fault?.params?.reason ? `: ${test.fault.params.reason}` : ""}`,
		failed > 0 && `${failed} records wait for somebody`,
	].filter(Boolean);
	return {
		name: `${host} of ${workspace}`,
		state: isFault ? "fault" : state === "paused" ? "off" : "on",
		says: says.join(", ") || "nothing was fetched yet",
		...(isFault && { change: `Connections, ${host}, Test says what to do` }),
	};
}
