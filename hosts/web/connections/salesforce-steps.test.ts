import { expect, test } from "vitest";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { salesforceSteps } from "./salesforce-steps.ts";

const setting = (name: string, value: unknown = "x") => ({
	...{ name, value, secret: false, isEnough: false, isSet: true },
});
const fresh = { host: "salesforce", state: "off", account: null, settings: [], runs: [], syncEveryMinutes: null };
const steps = (more: object) => salesforceSteps({ ...fresh, ...more } as unknown as ConnectionDetailJson);
const next = (more: object) => {
	const open = steps(more).find(({ isDone }) => !isDone);
	return open && [open.id, ...open.lacks];
};

test("one step after the other, each with the settings that it lacks", () => {
	expect(next({})).toEqual(["app", "instanceUrl", "clientId"]);
	const app = [setting("instanceUrl"), setting("clientId")];
	expect(next({ settings: app })).toEqual(["secret", "clientSecret"]);
	expect(next({ settings: [...app, setting("privateKey")] })).toEqual(["secret", "username"]);
	const settings = [...app, setting("clientSecret")];
	expect(next({ settings })).toEqual(["try"]);
	const on = { settings, state: "on", account: "00D1" };
	expect(next(on)).toEqual(["fetch"]);
	const read = { ...on, runs: [{ state: "failed" }, { state: "done" }] };
	expect(next(read)).toEqual(["fresh", "changeEvents"]);
	expect(next({ ...read, settings: [...settings, setting("changeEvents", "on")] })).toEqual([
		"cards",
		"callCertificate",
	]);
	const all = { ...read, syncEveryMinutes: 15, settings: [...settings, setting("callCertificate", null)] };
	expect(next(all)).toBeUndefined();
	expect(next({ ...all, state: "paused" })).toEqual(["try"]);
});
