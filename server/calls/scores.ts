import type { Transaction } from "kysely";
import type { CallScoresJson } from "../../core/contract/forecast-answers.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import { scoreCalls } from "../../core/forecast/calls/score-calls.ts";
import { ownerTree } from "../../core/forecast/owner-tree.ts";
import { DAY_MS, startOfDayIn } from "../../core/model/instant.ts";
import type { User } from "../../core/model/user.ts";
import type { Asker } from "../answers/asker.ts";
import { callsOfEndedPeriods } from "../db/forecast-calls.ts";
import { listPeople, listTeams } from "../db/people.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import { moneyIn } from "../views/call-view.ts";
import { actualsOf } from "./actuals.ts";

type Team = Awaited<ReturnType<typeof listTeams>>[number];

/** How the calls of periods that are over turned out. Everybody's are reckoned with, a person's are shown to them and their manager. */
export async function scoresFor(
	trx: Transaction<Tables>,
	workspace: Workspace,
	{ principal }: Asker,
): Promise<CallScoresJson> {
	const { tenantId, userId } = principal;
	const all = await callsOfEndedPeriods(trx, workspace.today);
	const calls = all.filter((call) => call.currency === workspace.currency);
	const [users, teams] = [await listPeople(trx, tenantId), await listTeams(trx, tenantId)];
	const owners = ownerTree(users, teams, workspace.name);
	const periods = [...new Map(calls.map((call) => [call.period.name, call.period])).values()];
	const nodeIds = [...new Set(calls.map((call) => call.nodeId))];
	const actuals = await actualsOf(trx, workspace, owners, periods, nodeIds);
	const managers = managersOf(users, teams);
	const scores = scoreCalls(
		calls.flatMap((call) => {
			const actualMinor = actuals.get(call.period.name)?.get(call.nodeId);
			if (actualMinor === undefined) return [];
			const endsAt = startOfDayIn(workspace.zone, call.period.end);
			return [
				{
					personId: call.authorId,
					nodeId: call.nodeId,
					period: call.period.name,
					submittedAt: call.submittedAt,
					horizonDays: Math.max(0, (endsAt - call.submittedAt) / DAY_MS),
					calledMinor: call.amounts.commitMinor,
					modelMinor: call.model.valueMinor,
					actualMinor,
				},
			];
		}),
		managers,
		workspace.now,
	);
	const names = new Map(users.map((u) => [u.id, u.name]));
	const nodeNames = new Map(owners.map((o) => [o.id, o.name]));
	const personOf = (id: string) => ({ id, name: names.get(id) ?? "" });
	const isSeen = (personId: string) => personId === userId || managers.get(personId) === userId;
	const money = moneyIn(workspace.currency);
	return {
		asOf: new Date(workspace.now).toISOString(),
		people: scores.people
			.filter((p) => isSeen(p.personId))
			.map(({ personId, calls: made, periods: over, bias, leaning, wape, modelWape, nearer }) => ({
				person: personOf(personId),
				calls: made,
				periods: over,
				bias: shown(bias),
				leaning,
				wape: shown(wape),
				modelWape: shown(modelWape),
				nearer: shown(nearer),
			})),
		verdicts: scores.verdicts
			.filter((v) => isSeen(v.personId))
			.map((v) => ({
				person: personOf(v.personId),
				node: nodeNames.get(v.nodeId) ?? "",
				period: v.period,
				submittedAt: new Date(v.submittedAt).toISOString(),
				called: money(v.calledMinor),
				model: money(v.modelMinor),
				actual: money(v.actualMinor),
				right: v.right,
			})),
		skipped: all.length - calls.length,
	};
}

/** Who leads each person: the manager of their team, or of the one above where they lead it themselves. */
export function managersOf(users: readonly User[], teams: readonly Team[]): Map<string, string | null> {
	const byId = new Map(teams.map((t) => [t.id, t]));
	return new Map(
		users.map(({ id, teamId }) => {
			const seen = new Set<string>();
			let team = teamId === null ? undefined : byId.get(teamId);
			while (team && !seen.has(team.id)) {
				if (team.managerId !== null && team.managerId !== id) return [id, team.managerId];
				seen.add(team.id);
				team = team.parentId === null ? undefined : byId.get(team.parentId);
			}
			return [id, null];
		}),
	);
}

function shown({ value, interval, n, state }: Estimate) {
	return { value, interval, n, state };
}
