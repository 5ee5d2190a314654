import type { Context } from "hono";
import type { SignedRequest } from "../../core/contract/host.ts";
import type { AppEnv } from "../app-env.ts";

/** As it was sent: vendors sign our public address, whatever the name or scheme under which a proxy handed it on. */
export async function signedRequest(c: Context<AppEnv>, publicUrl: string): Promise<SignedRequest> {
	const { pathname, search } = new URL(c.req.url);
	return {
		method: c.req.method,
		url: `${publicUrl}${pathname}${search}`,
		headers: c.req.header(),
		body: await c.req.text(),
	};
}
