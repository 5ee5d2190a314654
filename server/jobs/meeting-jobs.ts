import { type MeetingStepDeps, runMeetingStep } from "../meetings/run-step.ts";
import type { Standings } from "../policy/standing.ts";
import type { Jobs } from "./catalog.ts";

/** Starts working on what follows meetings. */
export async function workOnMeetings(
	jobs: Jobs,
	deps: Omit<MeetingStepDeps, "sightOf" | "jobs"> & { standings: Standings },
): Promise<void> {
	const sightOf: MeetingStepDeps["sightOf"] = async (tenantId, userId) =>
		(await deps.standings.of(tenantId, userId))?.visibleOwners ?? [userId];
	await jobs.work("meeting-step", (payload, job) => runMeetingStep({ ...deps, jobs, sightOf }, payload, job), {
		concurrency: 2,
	});
}
