import { z } from "zod";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Ports } from "../../core/contract/host.ts";
import type { Lack } from "../../core/contract/host-about.ts";
import { area, openPortal, type PortalClient } from "./client.ts";
import { MARKETING_EVENTS } from "./objects.ts";
import { API_VERSION } from "./settings.ts";

/** What is asked for, and under which words it is said where the portal does not give it. */
const ASKED: readonly [name: string, path: string][] = [
	["leads", `${area("objects", "leads")}?limit=1`],
	["marketing", `${area("objects", MARKETING_EVENTS)}?limit=1`],
	["rates", `/settings/currencies/${API_VERSION}/exchange-rates/current`],
];

/** What this portal's plan or the scopes it gave us lack. Something that cannot be asked just now is not said to lack. */
export async function lacksOf(ports: Ports): Promise<Lack[]> {
	const portal = await openPortal(ports);
	const lacks = await Promise.all(
		ASKED.map(async ([name, path]) => ((await isGiven(portal, path)) ? [] : [lackOf(name)])),
	);
	const hasTeams = await ownersHaveTeams(portal);
	return [...lacks.flat(), ...(hasTeams ? [] : [lackOf("teams")]), lackOf("workflows"), lackOf("pageViews")];
}

async function ownersHaveTeams(portal: PortalClient): Promise<boolean> {
	const { body } = await portal.call("GET", `${area("owners")}?limit=500`);
	const owners = z.object({ results: z.array(z.looseObject({ teams: z.array(z.unknown()).default([]) })) }).parse(body);
	return owners.results.some(({ teams }) => teams.length > 0);
}

async function isGiven(portal: PortalClient, path: string): Promise<boolean> {
	try {
		await portal.call("GET", path);
		return true;
	} catch (fault) {
		if (!(fault instanceof CourtsideError) || fault.code === "unavailable") return true;
		return !fault.errors?.some((one) => one.path === "MISSING_SCOPES" || one.path === "OBJECT_NOT_FOUND");
	}
}

function lackOf(name: string): Lack {
	return { what: { key: `host.hubspot.lack.${name}` }, instead: { key: `host.hubspot.instead.${name}` } };
}
