import type { WebClient } from "@slack/web-api";
import type { ChatChoices } from "../../../core/contract/chat.ts";
import type { HomeJson } from "../../../core/contract/forecasts.ts";
import type { FoundActionJson } from "../../../core/contract/found-actions.ts";
import type { Ports } from "../../../core/contract/host.ts";
import type { Listening } from "../app.ts";
import { plain } from "../blocks/doc-blocks.ts";
import { type Block, cut } from "../blocks/limits.ts";
import { bold, escaped, link } from "../blocks/mrkdwn.ts";
import { section, viewBlocks } from "../blocks/view-blocks.ts";
import { installedId } from "../teams.ts";
import { pathOf } from "./answers.ts";
import { foundBlocks } from "./found.ts";
import { choicesText } from "./settings-modal.ts";
import { type Speaker, speakerOf, unknownPerson } from "./speaker.ts";

const MOST_LINES = 6;

/** The home of our app: my day, and what I want to hear. */
export function listenToHome({ app, ports }: Listening): void {
	app.event("app_home_opened", async ({ event, client, context }) => {
		if (event.tab !== "home") return;
		await publishHome(ports, client, installedId(context), event.user);
	});
}

/** Draws a person's home anew. */
export async function publishHome(ports: Ports, client: WebClient, team: string, user: string): Promise<void> {
	const speaker = await speakerOf(ports, team, user);
	const blocks = speaker ? homeBlocks(speaker, await shownAtHome(ports, speaker)) : unknownPerson().blocks;
	await client.views.publish({ user_id: user, view: { type: "home", blocks: blocks as never } });
}

/** What a person's home shows. */
interface AtHome {
	home: HomeJson;
	found: readonly FoundActionJson[];
	choices: ChatChoices;
}

async function shownAtHome(ports: Ports, { client, person }: Speaker): Promise<AtHome> {
	const [home, { items: found }, choices] = await Promise.all([
		client.home(),
		// Whoever may see no meetings has found nothing in them.
		client.foundActions().catch(() => ({ items: [] })),
		ports.chat.choices(person.userId),
	]);
	return { home, found, choices };
}

/** A person's home as blocks, whatever the CRM holds. */
export function homeBlocks(speaker: Speaker, { home, found, choices }: AtHome): Block[] {
	const { t, publicUrl } = speaker;
	const list = (id: string, title: string, lines: string[], empty: string) =>
		[section(`${id}-title`, bold(title)), section(id, lines.length > 0 ? lines.join("\n") : escaped(empty))].flat();
	return [
		section("hello", bold(t("home.hello"))),
		section("answer", escaped(cut(home.answer, 1500))),
		home.forecast ? viewBlocks(home.forecast.view) : [],
		divider(),
		list(
			"nexts",
			t("home.next"),
			home.next
				.slice(0, MOST_LINES)
				.map(
					({ text, why, about }) =>
						`• ${link(publicUrl + pathOf(about), cut(text, 200) || "…")}\n   ${escaped(cut(why, 200))}`,
				),
			t("home.nothingNext"),
		),
		foundBlocks(speaker, found),
		list(
			"changed",
			t("home.changed"),
			home.changes.slice(0, MOST_LINES).map(({ text }) => `• ${escaped(cut(text, 300))}`),
			t("home.nothingChanged"),
		),
		divider(),
		section("choices", `${bold(t("slack.settings.title"))}\n${escaped(choicesText(speaker, choices))}`),
		[
			{
				type: "actions",
				block_id: "home-do",
				elements: [
					{ type: "button", action_id: "ask:settings", value: "own", text: plain(t("slack.do.settings")) },
					{ type: "button", action_id: "ask:commit", value: "own", text: plain(t("slack.do.commit")) },
					{ type: "button", action_id: "open", url: publicUrl, text: plain(t("slack.do.portal")) },
				],
			} as Block,
		],
	].flat();
}

function divider(): Block[] {
	return [{ type: "divider" }];
}
