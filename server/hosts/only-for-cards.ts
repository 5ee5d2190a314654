import type { MiddlewareHandler } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";

/**
 * The part of the API that pages inside a vendor's may use, by the person whom the vendor signed: what the settings page
 * shows and changes of its own connection, how leads are graded, and nothing else.
 */
const OPEN: readonly [method: RegExp, path: (host: string) => RegExp][] = [
	[/^GET$/, (host) => new RegExp(`^/connections/${host}$`)],
	[/^(GET|PUT)$/, (host) => new RegExp(`^/connections/${host}/write-back$`)],
	[/^GET$/, (host) => new RegExp(`^/connections/${host}/write-back/vendor-fields$`)],
	[/^(GET|PUT)$/, () => /^\/leads\/qualification$/],
];

/** Refuses what pages inside a vendor's have no business with; a connection is only the vendor's own. */
export const onlyForCards: MiddlewareHandler<AppEnv> = async (c, next) => {
	const host = c.req.param("host") ?? "";
	const path = c.req.path.slice(`/cards/${host}/api`.length);
	if (!/^[a-z0-9-]{1,40}$/.test(host) || !OPEN.some(([method, of]) => method.test(c.req.method) && of(host).test(path)))
		throw new CourtsideError("forbidden", "This is not open to cards. Use Courtside itself.");
	await next();
};
