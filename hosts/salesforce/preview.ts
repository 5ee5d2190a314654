import type { Host } from "../../core/contract/host.ts";
import { isOwnMachine } from "./settings.ts";

const CARDS = { deal: "deal,coaching,forecast,quota", lead: "lead" } as const;
/** Salesforce calls Hebrew by its old name. */
const VENDOR_LOCALES: Readonly<Record<string, string>> = { he: "iw" };

/** An organisation on this machine shows the real bundles beside a record; Salesforce itself shows them only inside. */
export const previewOf: NonNullable<Host["preview"]> = ({ kind, externalId, email, locale, settings }) => {
	const instanceUrl = settings["instanceUrl"];
	if (typeof instanceUrl !== "string" || !isOwnMachine(instanceUrl)) return null;
	const short = locale.split("-")[0] ?? locale;
	const language = VENDOR_LOCALES[short] ?? short;
	const query = new URLSearchParams({ cards: CARDS[kind], record: externalId, user: email, language });
	return `${instanceUrl}/preview?${query}`;
};
