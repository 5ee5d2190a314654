import type { Context, MiddlewareHandler } from "hono";
import type { Host } from "../../core/contract/host.ts";
import type { HostCaller } from "../../core/contract/host-accounts.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { pickLocale } from "../../core/words/locales.ts";
import type { AppEnv } from "../app-env.ts";
import { askThrough } from "../db/ask.ts";
import type { Deps } from "../deps.ts";
import { personWithAddress } from "../people/known-people.ts";
import type { Principal } from "../policy/principal.ts";
import { tenantsOf } from "./accounts.ts";
import { signedRequest } from "./signed-request.ts";

/** A call that a vendor has signed, and whose account that is. */
export interface SignedCall {
	host: Host;
	tenantId: number;
	caller: HostCaller;
}

type CallerDeps = Pick<Deps, "database" | "hosts" | "portsOf" | "settings" | "standings" | "now">;

/**
 * Whose call it is: the account that it names is looked up, and the signature over that very name is checked with the
 * key of that account or its app. Throws not_found, forbidden or not_signed_in; never says which workspaces there are.
 */
export async function readSignedCall(deps: CallerDeps, c: Context<AppEnv>): Promise<SignedCall> {
	const host = deps.hosts.find(({ id }) => id === c.req.param("host"));
	if (!host?.accounts) throw new CourtsideError("not_found", "There are no cards of this host.");
	const request = await signedRequest(c, deps.settings.publicUrl);
	const caller = host.accounts.callerOf(request);
	const tenants = await tenantsOf(deps.database, host.id, caller ? [caller.account] : []);
	const tenantId = caller ? tenants.get(caller.account) : undefined;
	if (!caller || tenantId === undefined) throw new CourtsideError("not_signed_in", REFUSED);
	const ports = deps.portsOf(host.id, tenantId);
	const own = (host.accounts.keys ?? ["clientSecret"]).map((name) => ports.secrets.get(name));
	const keys = [...(await Promise.all(own)), ports.app?.clientSecret].filter((key) => key != null);
	const verified = host.verify(request, { now: deps.now(), keys });
	if (!verified.ok) {
		ports.log.warn("a call of a card was refused", { reason: verified.reason });
		throw new CourtsideError("not_signed_in", REFUSED);
	}
	const installation = await ports.installations.current();
	if (installation?.state !== "on") throw new CourtsideError("wrong_state", "The connection is not switched on.");
	return { host, tenantId, caller };
}

const REFUSED = "This call is of no account that is connected here, or is not signed by its app.";

/** Lets cards of a vendor in as the person whose address the vendor signed; sets `c.var.principal` and who asks. */
export function asSignedPerson(deps: CallerDeps): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const { tenantId, caller } = await readSignedCall(deps, c);
		const person = await personOf(deps, tenantId, caller.email);
		const asked = c.req.query("locale");
		const principal: Principal = asked ? { ...person, locale: pickLocale(asked) } : person;
		c.set("principal", principal);
		c.set("identify", async () => principal);
		const allowance = await c.var.spend(principal, 1);
		if (allowance?.refusedBy != null)
			throw new CourtsideError("too_many_requests", `Too many requests. Try again in ${allowance.resetS} s.`);
		c.header("cache-control", "no-store");
		await next();
	};
}

async function personOf({ database, standings }: CallerDeps, tenantId: number, email: string | null) {
	const userId =
		email && (await database.inTenant(tenantId, (trx) => personWithAddress(askThrough(trx), tenantId, email)));
	const person = userId ? await standings.of(tenantId, userId) : null;
	if (person) return person;
	throw new CourtsideError(
		"forbidden",
		"Nobody in Courtside has the address that you use here. Ask your administrator to invite you, or to add it on People.",
	);
}
