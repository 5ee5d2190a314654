import type { Transaction } from "kysely";
import { sql } from "kysely";
import type { ScenarioChangeJson, ScenarioJson } from "../../core/contract/scenarios.ts";
import type { ScenarioReport } from "../../core/forecast/scenario/scenario-types.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { readMinorJson, writeMinorJson } from "./minor-json.ts";
import { requireVersion } from "./own-write.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** A node directly beneath the scenario's, under the forecast and under each column. */
export interface BelowNode {
	nodeId: string;
	parentId: string | null;
	kind: "company" | "region" | "team" | "user" | "unassigned";
	name: string;
	baselineMinor: bigint;
	valuesMinor: bigint[];
}

/** What a computation came to. */
export interface KeptReport {
	report: ScenarioReport;
	below: BelowNode[];
	modelVersion: string;
}

/** A scenario as it is kept. */
export interface StoredScenario {
	id: string;
	name: string;
	period: string;
	nodeId: string;
	changes: ScenarioChangeJson[];
	state: ScenarioJson["state"];
	done: number;
	total: number | null;
	reason: string | null;
	kept: KeptReport | null;
	version: number;
	createdBy: string | null;
	createdAt: Instant;
	updatedBy: string | null;
	updatedAt: Instant;
}

/** Keeps a new scenario, waiting for its computation, and gives its id. */
export async function insertScenario(
	trx: Transaction<Tables>,
	given: { tenantId: number; name: string; period: string; nodeId: string; changes: ScenarioChangeJson[]; by: string },
): Promise<string> {
	const { id } = await trx
		.insertInto("scenarios")
		.values({
			tenant_id: given.tenantId,
			name: given.name,
			period: given.period,
			node_id: given.nodeId,
			changes: jsonb(given.changes),
			created_by: given.by,
			updated_by: given.by,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Changes a scenario and lets it wait for its computation. Throws version_required, version_conflict. */
export async function changeScenario(
	trx: Transaction<Tables>,
	id: string,
	given: { name?: string | undefined; changes?: ScenarioChangeJson[] | undefined; by: string },
	read: number | null,
): Promise<void> {
	const held = await trx
		.selectFrom("scenarios")
		.select(["name", "changes", "version"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirstOrThrow();
	requireVersion(read, held.version, "scenario");
	await trx
		.updateTable("scenarios")
		.set({
			name: given.name ?? held.name,
			changes: jsonb(given.changes ?? held.changes),
			state: "waiting",
			done: 0,
			total: null,
			reason: null,
			version: held.version + 1,
			updated_by: given.by,
			updated_at: sql<Date>`now()`,
		})
		.where("id", "=", id)
		.execute();
}

/** Deletes it for good. */
export async function deleteScenario(trx: Transaction<Tables>, id: string): Promise<void> {
	await trx.deleteFrom("scenarios").where("id", "=", id).execute();
}

/** Notes how far the computation is. One of an older version of the scenario notes nothing and gives false. */
export async function noteScenario(
	trx: Transaction<Tables>,
	{ id, version }: { id: string; version: number },
	note: Partial<Pick<StoredScenario, "state" | "done" | "total" | "reason">> & { kept?: KeptReport },
): Promise<boolean> {
	const { kept, ...columns } = note;
	const { numUpdatedRows } = await trx
		.updateTable("scenarios")
		.set({ ...columns, ...(kept ? { report: writeMinorJson(kept) } : {}) })
		.where("id", "=", id)
		.where("version", "=", version)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** One scenario; null when there is none. */
export async function findScenario(db: Db, id: string): Promise<StoredScenario | null> {
	const row = await scenarios(db).select("s.report").where("s.id", "=", id).executeTakeFirst();
	return row
		? { ...storedOf(row), kept: row.report === null ? null : (readMinorJson(row.report) as KeptReport) }
		: null;
}

const MOST_LISTED = 200;

/** The scenarios of the workspace without their reports, those changed last first. */
export async function listScenarios(db: Db): Promise<StoredScenario[]> {
	const rows = await scenarios(db).orderBy("s.updated_at", "desc").orderBy("s.id").limit(MOST_LISTED).execute();
	return rows.map(storedOf);
}

function scenarios(db: Db) {
	return db
		.selectFrom("scenarios as s")
		.leftJoin("users as c", "c.id", "s.created_by")
		.leftJoin("users as u", "u.id", "s.updated_by")
		.select([
			"s.id",
			"s.name",
			"s.period",
			"s.node_id",
			"s.changes",
			"s.state",
			"s.done",
			"s.total",
			"s.reason",
			"s.version",
			"s.created_at",
			"s.updated_at",
			"c.name as created_by_name",
			"u.name as updated_by_name",
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof scenarios>["execute"]>>[number];

function storedOf(row: Row): StoredScenario {
	const { node_id, changes, created_at, updated_at, created_by_name, updated_by_name, ...rest } = row;
	return {
		id: rest.id,
		name: rest.name,
		period: rest.period,
		nodeId: node_id,
		// Parsed when it was given.
		changes: changes as ScenarioChangeJson[],
		state: rest.state,
		done: rest.done,
		total: rest.total,
		reason: rest.reason,
		kept: null,
		version: rest.version,
		createdBy: created_by_name,
		createdAt: created_at,
		updatedBy: updated_by_name,
		updatedAt: updated_at,
	};
}
