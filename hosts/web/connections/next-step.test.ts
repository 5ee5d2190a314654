import { expect, test } from "vitest";
import type { ConnectionJson } from "../../../core/contract/connections.ts";
import { nextStep } from "./next-step.ts";

const on: ConnectionJson = {
	host: "file-drop",
	name: "File drop",
	state: "on",
	can: { sync: true, test: true, report: true, writeBack: true, removeFields: true },
	lastRun: null,
	failedRecords: 0,
	lastTest: null,
};
const test_ = (ok: boolean) => ({ ok, at: "2026-01-01T00:00:00Z", fault: null, todo: null });

test("what keeps a connection from working comes before what it has left lying", () => {
	expect(nextStep({ ...on, state: "off", failedRecords: 3 })).toBe("connect");
	expect(nextStep({ ...on, state: "paused" })).toBe("resume");
	expect(nextStep({ ...on, lastTest: test_(false), failedRecords: 3 })).toBe("mend");
	expect(nextStep({ ...on, failedRecords: 3 })).toBe("failed");
	expect(nextStep(on)).toBe("fetch");
	expect(nextStep({ ...on, can: { ...on.can, sync: false } })).toBe("fine");
});
