import { createContext, useContext } from "react";
import type { Client } from "../../../core/contract/client.ts";
import type { Me } from "../../../core/contract/people.ts";
import type { TeamsFrame } from "./teams.ts";

/** What every page of the panel works with, once somebody is signed in. */
export interface PanelWorld {
	client: Client;
	me: Me;
	/** Null in a window of the browser. */
	teams: TeamsFrame | null;
}

const WorldContext = createContext<PanelWorld | null>(null);
export const PanelProvider = WorldContext.Provider;

/** The panel's world. Throws before anybody is signed in. */
export function usePanel(): PanelWorld {
	const world = useContext(WorldContext);
	if (!world) throw new Error("usePanel needs a PanelProvider around it");
	return world;
}
