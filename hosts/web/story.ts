import type { StartInfo } from "../../core/contract/people.ts";
import { readKept, writeKept } from "./look.ts";
import { navigate } from "./router.tsx";
import type { PortalSession } from "./session.ts";

/** One step of the demo's guided tour. */
export type StoryStep = StartInfo["story"][number];

const KEPT_STEP = "courtside.story";

/** The step one is at (0 for the first), or null where nobody is on the tour. */
export function keptStep(): number | null {
	const kept = readKept(KEPT_STEP);
	return kept ? Number(kept) : null;
}

/** Becomes the person of the step and goes to where its cause shows. */
export async function goToStep(session: PortalSession, steps: readonly StoryStep[], at: number): Promise<void> {
	const step = steps[at];
	if (!step) return;
	session.enter(await session.client.demoLogin({ person: step.person }));
	writeKept(KEPT_STEP, String(at));
	navigate(step.path);
}

/** Ends the tour; the page stays. */
export function endStory(): void {
	writeKept(KEPT_STEP, "");
}
