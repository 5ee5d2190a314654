import { sql } from "kysely";
import type { Database } from "../server/db/connect.ts";
import type { Finding } from "./doctor-checks.ts";

interface Standing {
	workspace: string;
	state: "on" | "paused";
	hasApp: boolean;
	audience: string;
	isSeen: boolean;
	known: number;
	waiting: number;
	sent: number;
	troubled: number;
	late: number;
}

/** Messages that should have gone and did not for so long mean that nobody sends. */
const LATE = "15 minutes";

/** Slack of every workspace that has it: how far it is set up, the next step, and what became of the week's messages. */
export async function examineChat(database: Database): Promise<Finding[]> {
	const standings = await database.asSystem(async (trx) => {
		const { rows } = await sql<Standing>`select t.slug as workspace, i.state,
				coalesce(i.settings ->> 'clientId', '') <> '' as "hasApp",
				coalesce(i.settings -> 'rollout' ->> 'audience', 'nobody') as audience,
				i.settings -> 'rollout' ->> 'previewedAt' is not null as "isSeen", p.known, p.waiting, m.sent, m.troubled, m.late
			from installations i join tenants t on t.tenant_id = i.tenant_id
			cross join lateral (select count(*) filter (where state = 'matched')::int as known,
				count(*) filter (where state = 'unmatched')::int as waiting
				from identities p where p.tenant_id = i.tenant_id and p.source = i.host) p
			cross join lateral (select count(*) filter (where state = 'sent')::int as sent,
				count(*) filter (where state in ('failed', 'unsure'))::int as troubled,
				count(*) filter (where state = 'pending' and next_attempt_at < now() - ${sql.lit(LATE)}::interval)::int as late
				from chat_messages m where m.tenant_id = i.tenant_id and m.host = i.host and m.created_at > now() - interval '7 days') m
			where i.host = 'slack' and i.state <> 'off' order by t.slug`.execute(trx);
		return rows;
	});
	return standings.map(findingOf);
}

function findingOf(standing: Standing): Finding {
	const { workspace, state, audience, known, waiting, sent, troubled, late } = standing;
	const next = nextOf(standing);
	const says = [
		`${known} people known, ${waiting} accounts wait to be matched`,
		audience === "nobody" ? "nobody gets anything by itself" : `messages go to ${audience}`,
		`${sent} sent within seven days`,
		troubled > 0 && `${troubled} wait for an administrator`,
		late > 0 && `${late} are late`,
	].filter(Boolean);
	return {
		name: `Messages in Slack of ${workspace}`,
		state: state === "paused" ? "off" : troubled + late > 0 ? "fault" : audience === "nobody" ? "off" : "on",
		says: says.join(", "),
		...(next && { change: next }),
	};
}

/** The next of the steps that the settings page shows. */
function nextOf({ state, hasApp, known, isSeen, audience, troubled, late }: Standing): string | null {
	if (!hasApp) return "Settings, Slack: make the app from the manifest and paste what Slack shows";
	if (known === 0) return "Settings, Slack: Add to Slack";
	if (!isSeen) return "Settings, Slack: look at a real digest";
	if (audience === "nobody") return "Settings, Slack: choose who gets it";
	if (state === "paused") return "Connections, Slack: switch it on";
	if (troubled > 0) return "Settings, Slack, Messages that wait for you";
	return late > 0 ? "is a process running with ROLE=all or ROLE=worker?" : null;
}
