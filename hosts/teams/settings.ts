import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";

/** The workspace's own app at Entra, and where Entra and Graph are. */
export interface EntraApp {
	clientId: string;
	clientSecret: string | null;
	/** The organization: Entra's "Directory (tenant) ID". */
	directoryId: string;
	/** Microsoft's own, or a stand-in's on this machine. */
	authority: string;
	graph: string;
	isStandIn: boolean;
}

const AUTHORITY = "https://login.microsoftonline.com";
const GRAPH = "https://graph.microsoft.com";
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;
export const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const guid = z.string().trim().toLowerCase().regex(GUID);
const settings = z.object({
	clientId: guid.nullish().catch(null),
	directoryId: guid.nullish().catch(null),
	apiUrl: z.string().nullish(),
});

/** What the administrator has pasted so far. */
export async function pastedSettings(ports: Ports): Promise<{ clientId: string | null; directoryId: string | null }> {
	const installation = await ports.installations.current();
	const { clientId, directoryId } = settings.parse(installation?.settings ?? {});
	return { clientId: clientId ?? null, directoryId: directoryId ?? null };
}

/** Throws unprocessable with what is missing. */
export async function readEntraApp(ports: Ports): Promise<EntraApp> {
	const installation = await ports.installations.current();
	const { clientId, directoryId, apiUrl } = settings.parse(installation?.settings ?? {});
	if (!clientId || !directoryId)
		throw new CourtsideError(
			"unprocessable",
			"Teams is not set up yet. Paste the application id and the directory id of your app at Entra.",
		);
	const clientSecret = await ports.secrets.get("clientSecret");
	if (!apiUrl) return { clientId, directoryId, clientSecret, authority: AUTHORITY, graph: GRAPH, isStandIn: false };
	const { origin, hostname } = new URL(apiUrl);
	if (!LOOPBACK.test(hostname))
		throw new CourtsideError("unprocessable", `${hostname} is not Microsoft's. Leave apiUrl empty.`);
	return { clientId, directoryId, clientSecret, authority: origin, graph: origin, isStandIn: true };
}
