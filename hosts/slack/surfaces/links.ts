import { word } from "../../../core/words/word.ts";
import type { Listening } from "../app.ts";
import { plain } from "../blocks/doc-blocks.ts";
import { installedId } from "../teams.ts";

/**
 * A link to one of our pages in a message: everyone in the channel sees what is drawn there, so it says what kind of page
 * it is and nothing of what stands on it. The button shows the rest to whoever presses it, as far as they may see it.
 */
export function listenToLinks({ app, ports }: Listening): void {
	app.event("link_shared", async ({ event, client, context }) => {
		const origin = new URL(ports.chat.publicUrl()).host;
		const locale = (await ports.chat.personOf(installedId(context), event.user))?.locale ?? "en";
		const unfurls = Object.fromEntries(
			event.links.flatMap(({ url }) => (linked(url, origin) ? [[url, cardOf(url, locale)]] : [])),
		);
		if (Object.keys(unfurls).length === 0) return;
		const at =
			event.unfurl_id && event.source
				? { unfurl_id: event.unfurl_id, source: event.source as "composer" }
				: { channel: event.channel, ts: event.message_ts };
		await client.chat.unfurl({ ...at, unfurls: unfurls as never } as Parameters<typeof client.chat.unfurl>[0]);
	});
}

function linked(url: string, host: string): { kind: "deal" | "lead" | "page"; id: string } | null {
	if (!URL.canParse(url)) return null;
	const { host: there, pathname } = new URL(url);
	if (there !== host) return null;
	const [, area = "", id = ""] = /^\/(deals|leads)\/([0-9a-f-]{36})$/.exec(pathname) ?? [];
	return { kind: area === "deals" ? "deal" : area === "leads" ? "lead" : "page", id };
}

function cardOf(url: string, locale: string) {
	const found = linked(url, new URL(url).host);
	const kind = found?.kind ?? "page";
	const text = { type: "mrkdwn" as const, text: word(locale, `slack.link.${kind}`) };
	const show =
		kind === "page"
			? {}
			: {
					accessory: {
						type: "button" as const,
						action_id: `ask:${kind}`,
						value: found?.id ?? "",
						text: plain(word(locale, "slack.link.show")),
					},
				};
	return { blocks: [{ type: "section" as const, text, ...show }] };
}
