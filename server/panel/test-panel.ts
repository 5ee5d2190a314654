import { teamsHost } from "../../hosts/teams/host.ts";
import {
	createOrganization,
	type Organization,
	type OrgPerson,
	signInToken,
} from "../../stand-ins/teams/organization.ts";
import { startTeams } from "../../stand-ins/teams/server.ts";
import { addWorkspace, type TestApp, type TestWorkspace } from "../test-app.ts";

/** A workspace whose organization is connected, with Maria, a guest, and somebody whom nobody here knows. */
export interface PanelWorkspace extends TestWorkspace {
	org: Organization;
	maria: OrgPerson;
	guest: OrgPerson;
	stranger: OrgPerson;
	stop(): Promise<void>;
}

/** Connects a workspace as its administrator does: pastes the ids, then tests. */
export async function panelWorkspace(app: TestApp, slug: string): Promise<PanelWorkspace> {
	const workspace = await addWorkspace(app.database, slug);
	const org = await createOrganization({ now: app.deps.now });
	const person = (name: string, email: string | null, isGuest = false): OrgPerson => {
		const oid = crypto.randomUUID();
		const upn = isGuest ? `${name.toLowerCase()}_buyer.example#EXT#@${slug}.onmicrosoft.com` : (email ?? `${oid}@x`);
		const one = { oid, name, upn, email, isGuest };
		org.people.push(one);
		return one;
	};
	const maria = person("Maria", `maria@${slug}.example`);
	const guest = person("Helen", "helen@buyer.example", true);
	const stranger = person("Nobody", `nobody@${slug}.example`);
	const { base, stop } = await startTeams(org);
	const as = workspace.people.admin;
	const settings = { clientId: org.app.clientId, directoryId: org.directoryId, apiUrl: base };
	const secrets = { clientSecret: org.app.clientSecret };
	await app.call("PUT", "/connections/teams", { as, body: { state: "on", settings, secrets } });
	const tested = await (await app.call("POST", "/connections/teams/test", { as })).json();
	if (!tested.ok) throw new Error(`the organization did not connect: ${JSON.stringify(tested)}`);
	return { ...workspace, org, maria, guest, stranger, stop };
}

/** Signs in with a token, as the page in the frame does. */
export function signIn(app: TestApp, token: string): Promise<Response> {
	const headers = { "x-courtside-client": "api" };
	return app.call("POST", "/auth/panel", { headers, body: { host: "teams", token } });
}

/** Somebody's token. */
export function tokenOf({ org }: PanelWorkspace, person: OrgPerson): Promise<string> {
	return signInToken(org, person);
}

/** Everything a test of a panel opens. */
export const PANEL_HOSTS = [teamsHost];
