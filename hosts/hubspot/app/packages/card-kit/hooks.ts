import { useExtensionActions, useExtensionContext } from "@hubspot/ui-extensions";

/** What every place in HubSpot tells and lets us do; the one file that names the SDK's hooks, whose names change with its next major version. */
export interface Host {
	/** Where our server is: set once a build profile, in `hsprofile.*.json`. */
	serverUrl: string;
	language: string;
	/** The record beside which we stand; null on pages that stand beside none. */
	record: { kind: "contact" | "company" | "deal" | "lead"; id: string } | null;
	alert(type: "success" | "danger", message: string): void;
	/** Reads the record's properties anew, after we had one written. */
	refresh(): void;
}

const KINDS = { "0-1": "contact", "0-2": "company", "0-3": "deal", "0-136": "lead" } as const;

/** The place in HubSpot that we stand in. */
export function useHost(): Host {
	const context = useExtensionContext<"crm.record.tab">();
	const actions = useExtensionActions<"crm.record.tab">();
	const crm = context.crm as typeof context.crm | undefined;
	const kind = crm && KINDS[crm.objectTypeId as keyof typeof KINDS];
	return {
		serverUrl: String(context.variables?.COURTSIDE_URL ?? ""),
		language: context.user.language ?? context.user.locale ?? "en",
		record: crm && kind ? { kind, id: String(crm.objectId) } : null,
		alert: (type, message) => actions.addAlert({ type, message }),
		refresh: () => actions.refreshObjectProperties?.(),
	};
}
