import { randomBytes } from "node:crypto";
import { createWorkspaceRequest } from "../core/contract/people.ts";
import { hashPassword } from "../server/auth/passwords.ts";
import type { Database } from "../server/db/connect.ts";
import { createWorkspace } from "../server/db/workspaces.ts";
import { InputFault } from "./input-fault.ts";

/** The workspace that files go into; `signIn` is set when it was made just now, and told once. */
export interface ChosenWorkspace {
	tenantId: number;
	name: string;
	signIn: { email: string; password: string } | null;
}

/**
 * The workspace of that name or address; without one the only one that is not the demo, or a new one called `fallback`.
 * Throws InputFault when there are several.
 */
export async function chooseWorkspace(
	database: Database,
	given: { name?: string | undefined; email?: string | undefined; fallback: string },
): Promise<ChosenWorkspace> {
	const all = await database.asSystem((trx) =>
		trx.selectFrom("tenants").select(["tenant_id", "slug", "name", "is_demo"]).orderBy("tenant_id").execute(),
	);
	const wanted = given.name?.toLowerCase();
	const own = wanted
		? all.filter((t) => t.slug === wanted || t.name.toLowerCase() === wanted)
		: all.filter((t) => !t.is_demo);
	const [first, second] = own;
	if (second) {
		const names = own.map((t) => `"${t.slug}"`).join(", ");
		throw new InputFault(`There are several workspaces: ${names}. Say which one with --workspace.`);
	}
	if (first) return { tenantId: first.tenant_id, name: first.name, signIn: null };
	return makeWorkspace(database, given.name ?? given.fallback, given.email);
}

async function makeWorkspace(
	database: Database,
	company: string,
	address: string | undefined,
): Promise<ChosenWorkspace> {
	const host =
		company
			.toLowerCase()
			.normalize("NFKD")
			.replace(/[^a-z0-9]+/g, "-")
			.replace(/^-+|-+$/g, "") || "workspace";
	const password = randomBytes(12).toString("base64url");
	const request = createWorkspaceRequest.parse({
		company,
		name: "Administrator",
		email: address ?? `admin@${host.slice(0, 60)}.example`,
		password,
	});
	const hash = await hashPassword(password);
	const { tenantId } = await database.asSystem((trx) => createWorkspace(trx, request, hash));
	return { tenantId, name: company, signIn: { email: request.email, password } };
}
