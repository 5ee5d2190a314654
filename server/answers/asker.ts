import type { Context } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Principal } from "../policy/principal.ts";
import { type Viewer, viewerOf } from "../views/viewer.ts";

/** Who wants an answer, and in which language and zone: the same through every door. */
export interface Asker {
	principal: Principal;
	viewer: Viewer;
}

/** The same as far as it can be handed to a thread; what they may do was looked at before. */
export interface ToldAsker {
	principal: Omit<Principal, "permissions">;
	viewer: Viewer;
}

/** The asker without what no thread can be handed. */
export function toldAsker({ principal: { permissions: _, ...principal }, viewer }: Asker): ToldAsker {
	return { principal, viewer: { locale: viewer.locale, zone: viewer.zone } };
}

/** The asker of a guarded request. */
export function askerOf(c: Context<AppEnv>): Asker {
	return { principal: c.var.principal, viewer: viewerOf(c) };
}
