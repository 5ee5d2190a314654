import { z } from "zod";
import type {
	ConnectionDetailJson,
	ConnectionJson,
	CopyRemovalJson,
	FailedRecordJson,
	SyncRunJson,
} from "../../core/contract/connections.ts";
import type { Host } from "../../core/contract/host.ts";
import type { Told } from "../../core/contract/host-about.ts";
import { type HostSetting, settingWords } from "../../core/contract/host-setting.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { FailedRecord } from "../hosts/failed-records.ts";
import type { InstallationFacts } from "../hosts/installations.ts";
import type { SourceCopy } from "../hosts/source-copy.ts";
import type { SyncRunRow } from "../hosts/sync-runs.ts";
import { say, type Viewer } from "./viewer.ts";

/** A failed record's text is shown up to here; whole it is kept. */
const LONGEST_SHOWN = 20_000;
const told = z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])).optional() });
/** What a test of a connection left behind. */
export const keptTest = z.union([
	z.object({ ok: z.literal(true) }),
	z.object({ ok: z.literal(false), fault: told, todo: told }),
]);
const keptRemoval = z.object({
	state: z.enum(["waiting", "running", "done"]),
	removes: z.record(z.string(), z.number()),
	stays: z.array(z.object({ object: z.string(), records: z.number(), reason: z.string() })),
});

/** A connection as the list shows it; `facts` absent: never set up. */
export function connectionJson(
	host: Host,
	viewer: Viewer,
	given: { facts: InstallationFacts | undefined; lastRun: SyncRunRow | undefined; failed: number },
): ConnectionJson {
	const { facts, lastRun, failed } = given;
	const test = keptTest.safeParse(facts?.testResult).data;
	return {
		host: host.id,
		name: host.about.name,
		state: facts?.state ?? "off",
		can: {
			sync: host.sync !== undefined,
			test: host.test !== undefined,
			report: host.report !== undefined,
			writeBack: host.writeBack !== undefined,
			removeFields: host.removeFields !== undefined,
		},
		lastRun: lastRun ? runJson(lastRun) : null,
		failedRecords: failed,
		lastTest:
			test && typeof facts?.testedAt === "number"
				? {
						ok: test.ok,
						at: iso(facts.testedAt),
						fault: test.ok ? null : sayTold(viewer, test.fault),
						todo: test.ok ? null : sayTold(viewer, test.todo),
					}
				: null,
	};
}

/** A setting as the connection's page asks for it. */
export function settingJson(
	host: string,
	viewer: Viewer,
	setting: HostSetting,
	kept: { value: JsonValue; isSet: boolean },
): ConnectionDetailJson["settings"][number] {
	const { name, secret, type, example = null, isRare = false, elsewhere = false, isEnough = false } = setting;
	const { label, hint } = settingWords(host, name);
	const said = { label: sayTold(viewer, label), hint: sayTold(viewer, hint) };
	return { name, secret, type, ...said, example, isRare, elsewhere, isEnough, ...kept };
}

/** A run as pages show it. */
export function runJson({ busyMs, createdAt, startedAt, finishedAt, ...run }: SyncRunRow): SyncRunJson {
	return {
		...run,
		recordsPerSecond: busyMs > 0 && run.done > 0 ? Math.round((run.done / busyMs) * 1000) : null,
		createdAt: iso(createdAt),
		startedAt: startedAt === null ? null : iso(startedAt),
		finishedAt: finishedAt === null ? null : iso(finishedAt),
	};
}

/** A failed record as pages show it. */
export function failedRecordJson(record: FailedRecord): FailedRecordJson {
	const { source, raw, firstFailedAt, lastFailedAt, ...rest } = record;
	return {
		...rest,
		host: source,
		raw: raw.slice(0, LONGEST_SHOWN),
		firstFailedAt: iso(firstFailedAt),
		lastFailedAt: iso(lastFailedAt),
	};
}

/** What deleting our copy takes and leaves: as counted now, or as it came to. */
export function copyJson(viewer: Viewer, counted: SourceCopy, kept: JsonValue | undefined): CopyRemovalJson {
	const removal = keptRemoval.safeParse(kept).data;
	const { removes, stays } = removal?.state === "done" ? removal : counted;
	return {
		state: removal?.state ?? null,
		removes,
		stays: stays.map(({ reason, ...stay }) => ({ ...stay, reason: say(viewer, `connections.stays.${reason}`) })),
	};
}

/** A host's sentence in the viewer's language. */
export function sayTold(viewer: Viewer, { key, params }: Told): string {
	return say(viewer, key, params);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
