import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { Tested } from "../../core/contract/host-about.ts";
import type { PanelStep } from "../../core/contract/panel-door.ts";
import { resourceOf } from "./app/manifest.ts";
import { packageFiles, zipOf } from "./app/package.ts";
import { GRAPH_RIGHTS } from "./app/permissions.ts";
import { SCOPE } from "./entra-token.ts";
import { asApp } from "./graph.ts";
import { pastedSettings, readEntraApp } from "./settings.ts";

/** Teams' own apps, which may fetch a token for us without asking: desktop and mobile, and the browser. */
const CLIENTS = ["1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"];
/** Goes up with what the package asks for: Teams takes a package anew only under a higher one. */
const PACKAGE_VERSION = "1.0.0";

/** What is to be done at Entra and Teams, in order, and what is done. */
export async function setupSteps(origin: string, ports: Ports): Promise<PanelStep[]> {
	const { clientId, directoryId } = await pastedSettings(ports);
	const installation = await ports.installations.current();
	const hasIds = clientId !== null && directoryId !== null;
	const hasSecret = (await ports.secrets.get("clientSecret")) !== null;
	const isProven = installation?.account === directoryId && directoryId !== null && installation.state === "on";
	return [
		{ code: "register", isDone: hasIds, copy: [{ name: "Name", value: "Courtside" }] },
		{
			code: "expose",
			isDone: isProven,
			copy: [
				{ name: "Application ID URI", value: clientId ? resourceOf({ origin, clientId }) : "" },
				{ name: "Scope", value: SCOPE },
				...CLIENTS.map((value) => ({ name: "Authorized client application", value })),
				{ name: "accessTokenAcceptedVersion", value: "2" },
				{ name: "Optional claims (access token)", value: "acct, email" },
			],
		},
		{
			code: "rights",
			isDone: isProven,
			copy: GRAPH_RIGHTS.map(({ name, type }) => ({ name: type, value: name })),
		},
		{ code: "paste", isDone: hasIds && hasSecret, copy: [] },
		{ code: "test", isDone: isProven, copy: [] },
		{ code: "upload", isDone: false, copy: [] },
	];
}

/** The package of this workspace's app. Throws unprocessable while there is no id, or where Teams could not reach us. */
export async function appPackage(origin: string, ports: Ports): Promise<Uint8Array<ArrayBuffer>> {
	const { clientId, isStandIn } = await readEntraApp(ports);
	if (!origin.startsWith("https:") && !isStandIn)
		throw new CourtsideError("unprocessable", "Teams shows pages over https only. Set PUBLIC_URL to an https address.");
	return zipOf(packageFiles({ origin, clientId, version: PACKAGE_VERSION }));
}

/** Signs in at Entra as the app: that proves the organization to be the workspace's, and claims it. */
export async function testTeams(ports: Ports): Promise<Tested> {
	try {
		const app = await readEntraApp(ports);
		await asApp(app, ports);
		if (!(await ports.installations.claim(app.directoryId)))
			return { ok: false, fault: { key: "host.teams.taken" }, todo: { key: "host.teams.takenTodo" } };
		return { ok: true };
	} catch (fault) {
		if (!(fault instanceof CourtsideError)) throw fault;
		return {
			ok: false,
			fault: { key: "host.teams.fault", params: { reason: fault.message } },
			todo: { key: "host.teams.todo" },
		};
	}
}
