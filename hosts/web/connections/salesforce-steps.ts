import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";

/** A step of connecting an organisation: whether it is done, and the settings that it still lacks. */
export interface SalesforceStep {
	id: "app" | "secret" | "try" | "fetch" | "fresh" | "cards";
	isDone: boolean;
	lacks: string[];
}

/** The steps of hosts/salesforce/README.md, from the facts by which `npm run doctor` names the next one. */
export function salesforceSteps(connection: ConnectionDetailJson): SalesforceStep[] {
	const { settings, state, account, runs, syncEveryMinutes } = connection;
	const isSet = (name: string) => settings.some((one) => one.name === name && one.isSet);
	const missing = (...names: string[]) => names.filter((name) => !isSet(name));
	const step = (id: SalesforceStep["id"], lacks: string[], isDone = lacks.length === 0) => ({ id, lacks, isDone });
	const isHeard = settings.some(({ name, value }) => name === "changeEvents" && value === "on");
	const isFresh = isHeard || syncEveryMinutes !== null;
	return [
		step("app", missing("instanceUrl", "clientId")),
		step("secret", isSet("clientSecret") ? [] : missing(isSet("privateKey") ? "username" : "clientSecret")),
		step("try", [], state === "on" && account !== null),
		step(
			"fetch",
			[],
			runs.some((run) => run.state === "done"),
		),
		step("fresh", isFresh ? [] : ["changeEvents"]),
		step("cards", missing("callCertificate")),
	];
}
