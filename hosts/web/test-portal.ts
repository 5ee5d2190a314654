import type { TestProject } from "vitest/node";
import { type RealPortal, startRealPortal } from "../../scripts/real-portal.ts";

declare module "vitest" {
	interface ProvidedContext {
		portalUrl: string;
	}
}

let portal: RealPortal | null = null;

/** Before the browser tests: one real server with the demo company, for all of them. */
export async function setup(project: TestProject): Promise<void> {
	portal = await startRealPortal({ demo: true });
	project.provide("portalUrl", portal.url);
}

/** After them: stops it, and fails when it had ended by itself. */
export async function teardown(): Promise<void> {
	await portal?.stop();
}
