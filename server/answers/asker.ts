import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Principal } from "../policy/principal.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";

/** Who wants an answer, and in which language and zone: the same through every door. */
export interface Asker {
	principal: Principal;
	viewer: Viewer;
}

/** The asker of a guarded request. */
export function askerOf(c: Context<AppEnv>): Asker {
	return { principal: c.var.principal, viewer: viewerOf(c) };
}
