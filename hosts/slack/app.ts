import { App, type Logger, LogLevel, type Receiver } from "@slack/bolt";
import type { Ports } from "../../core/contract/host.ts";
import { OneRequestReceiver } from "./receiver.ts";
import { clientOptions, slackOrigin } from "./settings.ts";
import { listenToActions } from "./surfaces/actions.ts";
import { listenToCommand } from "./surfaces/command.ts";
import { listenToHome } from "./surfaces/home.ts";
import { listenToLeaving } from "./surfaces/leaving.ts";
import { listenToLinks } from "./surfaces/links.ts";
import { listenToModals } from "./surfaces/modals.ts";
import { listenToTalk } from "./surfaces/talk.ts";
import { installedId, slackTeam } from "./teams.ts";

/** What a listener works with. */
export interface Listening {
	app: App;
	ports: Ports;
}

/**
 * Bolt with every listener, for one workspace of ours. Making it is cheap: it registers functions. `first` decides on
 * everything before any of them.
 */
export async function slackApp<R extends Receiver>(
	ports: Ports,
	receiver: R,
	first?: Parameters<App["use"]>[0],
): Promise<{ app: App; receiver: R }> {
	const app = new App({
		receiver,
		clientOptions: clientOptions(ports, await slackOrigin(ports)),
		logger: quietLogger(ports),
		convoStore: false,
		authorize: async (source) => {
			const id = installedId(source);
			const team = id ? await slackTeam(ports, id) : null;
			if (!team) throw new Error("Courtside is not installed in this Slack workspace");
			const { botToken, botUserId, enterpriseId } = team;
			// The workspace that asks, not the organization: Bolt adds it to each call of the API.
			const teamId = team.isOrg ? source.teamId : team.id;
			return { botToken, botUserId, ...(teamId && { teamId }), ...(enterpriseId && { enterpriseId }) };
		},
	});
	if (first) app.use(first);
	const given: Listening = { app, ports };
	for (const listen of [
		listenToCommand,
		listenToActions,
		listenToHome,
		listenToModals,
		listenToTalk,
		listenToLinks,
		listenToLeaving,
	])
		listen(given);
	return { app, receiver };
}

/** Bolt for a single request. */
export function oneRequestApp(ports: Ports) {
	return slackApp(ports, new OneRequestReceiver());
}

/** Only warnings and faults reach our log, and never what a message holds. */
export function quietLogger({ log }: Ports): Logger {
	const said = (parts: unknown[]) =>
		parts
			.map((part) => (part instanceof Error ? part.message : String(part)))
			.join(" ")
			.slice(0, 500);
	return {
		debug: () => {},
		info: () => {},
		warn: (...parts) => log.warn(said(parts)),
		error: (...parts) => log.warn(said(parts)),
		setLevel: () => {},
		getLevel: () => LogLevel.WARN,
		setName: () => {},
	};
}
