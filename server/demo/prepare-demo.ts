import type { Logger } from "pino";
import { simulateCompany } from "../../core/demo/simulate.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { findDemoTenant } from "../db/workspaces.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { lacksDemoCalls } from "./demo-calls.ts";
import { addDemoMeetings } from "./demo-meetings.ts";
import { loadCompany } from "./load-demo.ts";

const SEED = 1;

/** How far it is; `step` is a key of `core/words`. */
export interface DemoProgress {
	step: "demo.simulating" | "demo.storing";
	/** 0–1. */
	share: number;
}

/** Sees to it that the demo company is there. */
export interface DemoPreparation {
	/** What the start page shows while it is being made; null before and after. */
	progress(): DemoProgress | null;
	/** Makes the company where there is none, and has its numbers computed where there are none yet. */
	prepare(): Promise<void>;
}

/** The demo of this installation. `say` tells the person at the terminal. */
export function demoPreparation(given: {
	database: Database;
	jobs: Pick<Jobs, "enqueue" | "enqueueCoalesced">;
	log: Logger;
	now: () => Instant;
	say: (line: string) => void;
	isClosing: () => boolean;
}): DemoPreparation {
	const { database, jobs, log, now, say, isClosing } = given;
	let progress: DemoProgress | null = null;
	return {
		progress: () => progress,
		async prepare() {
			let tenantId = await database.asSystem(findDemoTenant);
			if (tenantId === null) {
				progress = { step: "demo.simulating", share: 0 };
				say("The demo company is being prepared (about 15 seconds) …");
				const started = performance.now();
				// Let the page that is asking have its answer before the simulation takes the processor.
				await new Promise((resolve) => setTimeout(resolve, 50));
				const company = simulateCompany({ seed: SEED, now: now() });
				tenantId = await loadCompany(database, company, (share) => {
					if (isClosing()) throw new Error("stopped while the demo company was being stored");
					progress = { step: "demo.storing", share: Math.min(1, share) };
				}).finally(() => {
					progress = null;
				});
				const seconds = Math.round((performance.now() - started) / 1000);
				log.info({ tenantId, seconds, deals: company.deals.length }, "the demo company is stored");
				say(`The demo company is ready (${seconds} s). Its numbers follow within a minute.`);
				tenantId ??= await database.asSystem(findDemoTenant);
			}
			if (tenantId === null) return;
			await addDemoMeetings({ database, jobs, now }, tenantId);
			if (await hasNoForecast(database, tenantId)) {
				// The mark keeps several processes, and a restart in the middle, from putting it in twice.
				await jobs.enqueue("rebuild-numbers", { tenantId }, { dedupId: `rebuild-${tenantId}` });
			} else if (await lacksDemoCalls({ database }, tenantId)) {
				await jobs.enqueue("add-demo-calls", { tenantId }, { dedupId: `demo-calls-${tenantId}` });
			}
		},
	};
}

async function hasNoForecast(database: Database, tenantId: number): Promise<boolean> {
	const rows = await database.reader(tenantId).selectFrom("forecasts").select("id").limit(1).execute();
	return rows.length === 0;
}
