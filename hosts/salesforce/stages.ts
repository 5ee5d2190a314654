import { z } from "zod";
import type { SyncPage } from "../../core/contract/host-sync.ts";
import { API_VERSION, type OrgConnection } from "./connection.ts";
import { currencyOf } from "./currency.ts";
import type { RawRecord } from "./map-record.ts";

/** One type is no difference: then all opportunities are of one kind. */
const FEWEST_TYPES = 2;

const picklist = z.object({ values: z.array(z.object({ value: z.string() })) });
const typeRow = z.looseObject({ Id: z.string(), Name: z.string() });
const known = new WeakMap<OrgConnection, Promise<{ id: string; name: string; stages: string[] }[]>>();

/** The organisation's stages: those of all opportunities as one pipeline, and one for each record type with a sales process of its own. */
export async function stagesPage(org: OrgConnection): Promise<SyncPage> {
	const currency = await currencyOf(org);
	const { records } = await org.call((conn) =>
		conn.query<Record<string, unknown>>(
			"SELECT MasterLabel, ApiName, SortOrder, IsClosed, IsWon, SystemModstamp FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder",
		),
	);
	const stages = records.map(({ attributes: _, ...stage }) => stage);
	const raw = (given: Pick<RawRecord, "stages" | "type">): RawRecord => ({
		...{ object: "OpportunityStage", record: {}, currency },
		...given,
	});
	const types = await typesOf(org);
	return {
		object: "OpportunityStage",
		records: [
			raw({ stages }),
			...types.map(({ id, name, stages: own }) =>
				raw({ type: { id, name }, stages: stages.filter((stage) => own.includes(String(stage["ApiName"]))) }),
			),
		],
		cursors: {},
	};
}

/** The stages of each record type of opportunities, by its id; empty where there are not several. */
export async function stagesByType(org: OrgConnection): Promise<Map<string, string[]>> {
	return new Map((await typesOf(org)).map(({ id, stages }) => [id, stages]));
}

function typesOf(org: OrgConnection) {
	const asked = known.get(org) ?? ask(org);
	known.set(org, asked);
	return asked;
}

async function ask(org: OrgConnection): Promise<{ id: string; name: string; stages: string[] }[]> {
	const { records } = await org.call((conn) =>
		conn.query("SELECT Id, Name FROM RecordType WHERE SobjectType = 'Opportunity' AND IsActive = true ORDER BY Name"),
	);
	if (records.length < FEWEST_TYPES) return [];
	const types: { id: string; name: string; stages: string[] }[] = [];
	for (const { Id: id, Name: name } of records.map((record) => typeRow.parse(record))) {
		const url = `/services/data/v${API_VERSION}/ui-api/object-info/Opportunity/picklist-values/${id}/StageName`;
		const { values } = picklist.parse(await org.call((conn) => conn.request({ method: "GET", url })));
		types.push({ id, name, stages: values.map(({ value }) => value) });
	}
	return types;
}
