import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { roundAt } from "../../core/forecast/calls/call-cycle.ts";
import type { CallAmounts } from "../../core/forecast/calls/call-types.ts";
import { type OwnerNode, ownerTree } from "../../core/forecast/owner-tree.ts";
import { dateIn } from "../../core/model/instant.ts";
import { parsePeriod, periodOf } from "../../core/model/period.ts";
import type { User } from "../../core/model/user.ts";
import { actualsOf } from "../calls/actuals.ts";
import { expectedCalls } from "../calls/expected.ts";
import { modelThen } from "../calls/ground.ts";
import type { Database } from "../db/connect.ts";
import { insertCall } from "../db/forecast-calls.ts";
import { readCycle, saveCycle } from "../db/forecast-cycles.ts";
import { findForecast, grainOf, latestForecast, type StoredForecast } from "../db/forecasts.ts";
import { type KeptOutcome, outcomesOf } from "../db/outcomes.ts";
import { listPastForecasts } from "../db/past-forecasts.ts";
import { listPeople, listTeams } from "../db/people.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";

type Team = Awaited<ReturnType<typeof listTeams>>[number];

/** Quarters that are over in which people called, and how long before the end at the most. */
const QUARTERS = 4;
const MOST_DAYS_LEFT = 60;
/** Money is said in thousands. */
const STEP_MINOR = 100_000n;
/** How people lean: what they say of what is still to come, beside what a calm head would. The planted one holds back. */
const LEANS = [0.05, -0.08, 0.22, -0.03, 0.1, -0.15, 0];
const SANDBAGGER_LEAN = -0.4;
/** One in so many has not called in this round yet, or missed an earlier one. */
const SILENT = 3;
const MISSES = 9;
/** People call when they have had their coffee. */
const CALL_AFTER_MS = 9 * 3_600_000;

/** Whether it is a demo company that has no calls yet, and nobody has said when they are due. */
export async function lacksDemoCalls(
	{ database }: { database: Pick<Database, "reader"> },
	tenantId: number,
): Promise<boolean> {
	const db = database.reader(tenantId);
	const { is_demo: isDemo } = await db.selectFrom("tenants").select("is_demo").executeTakeFirstOrThrow();
	return isDemo && (await readCycle(db)).version === 0;
}

/**
 * Gives the demo company a day on which calls are due, and calls that its people might have made in past quarters, beside
 * what the model would have said then, and in this one. Wants past forecasts to have been made again. Throws unavailable
 * where this quarter's forecast is not there yet.
 */
export async function addDemoCalls(
	{ database, now }: { database: Database; now: () => number },
	tenantId: number,
): Promise<number> {
	return database.inTenant(tenantId, async (trx) => {
		const workspace = await loadWorkspace(trx, now());
		const stored = await latestForecast(trx, periodOf(workspace.fiscal, "quarter", workspace.today).name);
		if (!stored) throw new CourtsideError("unavailable", "The demo company has no forecast yet.");
		const cycle = { isOn: true, grain: "quarter", weekday: 5, dueMinute: 18 * 60, remindDaysBefore: 1 } as const;
		// Somebody has set one meanwhile: then these calls are not wanted.
		if (!(await saveCycle(trx, tenantId, { ...cycle, version: 0 }))) return 0;
		const [users, teams] = [await listPeople(trx, tenantId), await listTeams(trx, tenantId)];
		const people = await callersOf(trx, users, teams);
		const calls = await pastCalls(trx, workspace, ownerTree(users, teams, workspace.name), people);
		calls.push(...callsOn(stored, people, (k) => k % SILENT !== 0));
		for (const [week, { id, asOf }] of (await listPastForecasts(trx, stored.period.name)).entries()) {
			const then = asOf < stored.asOf ? await findForecast(trx, id) : null;
			if (then) calls.push(...callsOn(then, people, (k) => (k + week) % MISSES !== 0));
		}
		const versions = new Map<string, number>();
		for (const call of calls.sort((a, b) => a.submittedAt - b.submittedAt)) {
			const key = `${call.authorId} ${call.nodeId} ${call.period.name}`;
			const version = (versions.get(key) ?? 0) + 1;
			versions.set(key, version);
			const submittedAt = Math.min(call.submittedAt + CALL_AFTER_MS, workspace.recordedAt);
			const { dueOn } = roundAt({ ...cycle, zone: workspace.zone }, submittedAt);
			const { name, start, end } = call.period;
			const rest = { currency: stored.currency, note: null, version, submittedAt, dueOn };
			await insertCall(trx, tenantId, { ...call, ...rest, period: { name, start, end } });
		}
		return calls.length;
	});
}

interface Caller {
	authorId: string;
	nodeId: string;
	lean: number;
}

type DemoCall = Omit<Parameters<typeof insertCall>[2], "currency" | "note" | "version" | "dueOn">;

/** What those who call at a stored forecast of this quarter say. */
function callsOn(stored: StoredForecast, people: Caller[], calls: (k: number) => boolean): DemoCall[] {
	const nodes = new Map(stored.nodes.map((node) => [node.nodeId, node]));
	return people.flatMap(({ authorId, nodeId, lean }, k) => {
		const node = nodes.get(nodeId);
		if (!node || !calls(k)) return [];
		const amounts = said(node.closedMinor, node.valueMinor - node.closedMinor, lean);
		const model = modelThen(stored, node);
		return [{ authorId, nodeId, period: stored.period, amounts, submittedAt: stored.asOf, model }];
	});
}

async function pastCalls(
	trx: Transaction<Tables>,
	workspace: Workspace,
	owners: OwnerNode[],
	people: Caller[],
): Promise<DemoCall[]> {
	const { fiscal, zone } = workspace;
	const nodeIds = [...new Set(people.map(({ nodeId }) => nodeId))];
	const quarters = (await outcomesOf(trx, nodeIds)).filter(
		(o) => o.source === "replayed" && grainOf(o.period) === "quarter" && o.horizonDays <= MOST_DAYS_LEFT,
	);
	const latest = [...new Set(quarters.map(({ period }) => period))].sort().slice(-QUARTERS);
	const outcomes = quarters.filter(({ period }) => latest.includes(period));
	// What had been won at each moment.
	const moments = [...new Map(outcomes.map((o) => [momentOf(o), o])).values()].flatMap((o) => {
		const period = parsePeriod(fiscal, o.period);
		return period ? [{ name: momentOf(o), start: period.start, end: dateIn(zone, o.asOf) }] : [];
	});
	const closed = await actualsOf(trx, workspace, owners, moments, nodeIds);
	return people.flatMap(({ authorId, nodeId, lean }) =>
		outcomes
			.filter((o) => o.nodeId === nodeId)
			.flatMap((o, k) => {
				const period = parsePeriod(fiscal, o.period);
				const closedMinor = closed.get(momentOf(o))?.get(nodeId);
				if (!period || closedMinor === undefined) return [];
				// A seller knows half of what the model cannot see, and leans; not every time alike.
				const stillToCome = (o.forecastMinor + o.actualMinor) / 2n - closedMinor;
				const amounts = said(closedMinor, stillToCome, lean + 0.05 * ((k % 3) - 1));
				const { forecastMinor: valueMinor, lowMinor, highMinor, level, modelVersion, asOf } = o;
				const model = { valueMinor, lowMinor, highMinor, level, modelVersion, asOf };
				return [{ authorId, nodeId, period, amounts, submittedAt: asOf, model }];
			}),
	);
}

function momentOf({ period, asOf }: KeptOutcome): string {
	return `${period} ${asOf}`;
}

async function callersOf(trx: Transaction<Tables>, users: User[], teams: readonly Team[]): Promise<Caller[]> {
	const planted = await trx
		.selectFrom("demo_causes")
		.select("subject_ids")
		.where("cause", "=", "sandbagger")
		.executeTakeFirst();
	return (await expectedCalls(trx, users, teams)).map(({ authorId, nodeId }, k) => ({
		...{ authorId, nodeId },
		lean: planted?.subject_ids.includes(authorId) ? SANDBAGGER_LEAN : (LEANS[k % LEANS.length] ?? 0),
	}));
}

/** What somebody says who leans so, of what is won and what is still to come. */
function said(closedMinor: bigint, stillToComeMinor: bigint, lean: number): CallAmounts {
	const rest = stillToComeMinor > 0n ? stillToComeMinor : 0n;
	const times = (factor: number) => (rest * BigInt(Math.round(factor * 1000))) / 1000n;
	const round = (more: bigint) => {
		const whole = ((closedMinor + more + STEP_MINOR / 2n) / STEP_MINOR) * STEP_MINOR;
		return whole > closedMinor ? whole : closedMinor;
	};
	const commitMinor = round(times(1 + lean));
	const bestCaseMinor = round(times(1.4 + lean));
	return { closedMinor, commitMinor, bestCaseMinor, pipelineMinor: round(times(2.1 + lean)) };
}
