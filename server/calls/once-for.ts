import type { DealTimeline } from "../../core/model/timeline.ts";

const made = new WeakMap<readonly DealTimeline[], Map<string, unknown>>();

/** What is worked out from one reading of all deals (`dealSnapshot`): made once for each name, kept as long as the reading is. */
export function onceFor<T>(timelines: readonly DealTimeline[], name: string, make: () => T): T {
	const kept = made.get(timelines) ?? new Map<string, unknown>();
	made.set(timelines, kept);
	if (!kept.has(name)) kept.set(name, make());
	return kept.get(name) as T;
}
