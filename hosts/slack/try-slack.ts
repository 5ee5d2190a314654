import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { Tested } from "../../core/contract/host-about.ts";
import { SCOPES } from "./scopes.ts";
import { vendorError } from "./send.ts";
import { readApp, slackClient } from "./settings.ts";
import { slackTeams } from "./teams.ts";

/** Asks every Slack workspace who we are there, and whether it lets us do what we need. */
export async function trySlack(ports: Ports): Promise<Tested> {
	const todo = { key: "host.slack.todo" };
	try {
		await readApp(ports);
		const fault = await socketFault(ports);
		if (fault !== null)
			return {
				ok: false,
				fault: { key: "host.slack.socketFault", params: { reason: fault } },
				todo: { key: "host.slack.socketTodo" },
			};
		const teams = await slackTeams(ports);
		if (teams.length === 0) return { ok: false, fault: { key: "host.slack.nowhere" }, todo: { key: "host.slack.add" } };
		for (const team of teams) {
			const client = await slackClient(ports, team.botToken);
			await client.auth.test();
			const missing = SCOPES.filter(({ name }) => !team.scopes.includes(name)).map(({ name }) => name);
			if (missing.length > 0)
				return {
					ok: false,
					fault: { key: "host.slack.missing", params: { team: team.name, scopes: missing.join(", ") } },
					todo: { key: "host.slack.add" },
				};
		}
		return { ok: true };
	} catch (fault) {
		const reason = fault instanceof CourtsideError ? fault.message : String((fault as Error).message);
		return { ok: false, fault: { key: "host.slack.fault", params: { reason } }, todo };
	}
}

/** Why no connection of ours would open, where an app token is set; null: it would, or none is wanted. */
async function socketFault(ports: Ports): Promise<string | null> {
	const appToken = await ports.secrets.get("appToken");
	if (appToken === null) return null;
	const client = await slackClient(ports, appToken);
	return client.apps.connections.open({}).then(
		() => null,
		(fault: unknown) => vendorError(fault) ?? String((fault as Error).message),
	);
}
