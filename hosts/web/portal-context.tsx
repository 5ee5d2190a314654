import { createContext, useContext } from "react";
import type { Me } from "../../core/contract/people.ts";
import type { Live } from "./live.ts";
import type { Look } from "./look.ts";
import type { PortalSession } from "./session.ts";

/** What every page may reach. */
export interface Portal {
	session: PortalSession;
	live: Live;
	look: Look;
	setLook: (look: Look) => void;
	/** Keeps the language in this browser; null goes back to the person's own. */
	setLocale: (locale: string | null) => void;
}

const PortalContext = createContext<Portal | null>(null);
/** Hands the portal to the pages below. */
export const PortalProvider = PortalContext.Provider;

/** The portal around this page. */
export function usePortal(): Portal {
	const portal = useContext(PortalContext);
	if (!portal) throw new Error("usePortal needs a PortalProvider around it");
	return portal;
}

const MeContext = createContext<Me | null>(null);
/** Says who is signed in to the pages below. */
export const MeProvider = MeContext.Provider;

/** Who is signed in. Only for pages behind sign-in. */
export function useMe(): Me {
	const me = useContext(MeContext);
	if (!me) throw new Error("useMe needs someone signed in");
	return me;
}
