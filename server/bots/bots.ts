import type { BotVendor } from "../../core/contract/meeting-bots.ts";
import type { Bot } from "./bot-event.ts";
import { RECALL } from "./recall.ts";
import { VEXA } from "./vexa.ts";

/** The vendors of meeting bots with their names and where their whole transcripts are had from. */
export const BOTS: Readonly<Record<BotVendor, { bot: Bot; name: string; apiUrl: string }>> = {
	recall: { bot: RECALL, name: "Recall.ai", apiUrl: "https://us-east-1.recall.ai" },
	vexa: { bot: VEXA, name: "Vexa", apiUrl: "https://api.cloud.vexa.ai" },
};

/** The bot of a source of deliveries; null where it is none. */
export function botOf(source: string): Bot | null {
	return (BOTS as Readonly<Record<string, { bot: Bot }>>)[source]?.bot ?? null;
}
