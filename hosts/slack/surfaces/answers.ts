import type { DealJson } from "../../../core/contract/deals.ts";
import type { ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import type { SearchHit } from "../../../core/contract/search.ts";
import { minorDigits } from "../../../core/model/money.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { chartBlock, plain } from "../blocks/doc-blocks.ts";
import type { Block } from "../blocks/limits.ts";
import { bold, escaped, link } from "../blocks/mrkdwn.ts";
import { context, type SlackSurface, section, viewBlocks } from "../blocks/view-blocks.ts";
import { type Speaker, saying } from "./speaker.ts";

const MOST_HITS = 5;

/** A deal by its name: its chance with the reasons, or the ones that may be meant. */
export async function dealAnswer(speaker: Speaker, name: string, instead = ""): Promise<SlackSurface> {
	const found = await findOne(speaker, "deal", name, instead);
	return found.one ? dealById(speaker, found.one.id) : found.answer;
}

/** A deal's chance with its reasons, and what can be done about it. */
export async function dealById(speaker: Speaker, id: string): Promise<SlackSurface> {
	const { deal } = await speaker.client.deal(id);
	const path = `/deals/${deal.id}`;
	const buttons =
		deal.status === "open"
			? [button("override", deal.id, speaker.t("slack.do.override")), button("log", deal.id, speaker.t("slack.do.log"))]
			: [];
	return {
		text: deal.name,
		blocks: [
			...(deal.probability
				? viewBlocks(deal.probability)
				: section("title", `${bold(deal.name)} — ${escaped(closedText(speaker, deal))}`)),
			actions(speaker, path, buttons),
			cited(speaker, path, deal.name, deal.probability?.asOf ?? deal.updatedAt),
		].flat(),
	};
}

function closedText({ t }: Speaker, deal: DealJson): string {
	return deal.status === "open" ? t("slack.noNumber") : t(deal.status === "won" ? "slack.won" : "slack.lost");
}

/** A lead by its name: its points with the parts they are made of. */
export async function leadAnswer(speaker: Speaker, name: string, instead = ""): Promise<SlackSurface> {
	const found = await findOne(speaker, "lead", name, instead);
	return found.one ? leadById(speaker, found.one.id) : found.answer;
}

/** A lead's points with their parts. */
export async function leadById(speaker: Speaker, id: string): Promise<SlackSurface> {
	const lead = await speaker.client.lead(id);
	const path = `/leads/${lead.id}`;
	return {
		text: lead.name,
		blocks: [
			...(lead.score
				? viewBlocks(lead.score)
				: section("title", `${bold(lead.name)} — ${escaped(speaker.t("slack.noNumber"))}`)),
			actions(speaker, path, []),
			cited(speaker, path, lead.name, lead.score?.asOf ?? lead.updatedAt),
		].flat(),
	};
}

/** The quarter's number of the asker's own node, with its reasons and a picture. */
export async function forecastAnswer(speaker: Speaker): Promise<SlackSurface> {
	const home = await speaker.client.home();
	if (!home.forecast) return saying(home.answer);
	const { view } = home.forecast;
	return {
		text: home.answer,
		blocks: [
			section("answer", escaped(home.answer)),
			chartBlock(forecastChart(speaker, home.forecast), speaker.person.locale),
			...viewBlocks(view),
			actions(speaker, "/forecast", [button("commit", "own", speaker.t("slack.do.commit"))]),
			cited(speaker, "/forecast", speaker.t("nav.forecast"), view.asOf),
		].flat(),
	};
}

function forecastChart({ t }: Speaker, node: ForecastNodeJson) {
	const { currency } = node.closed;
	const unit = 10 ** minorDigits(currency);
	const bar = (label: string, minor: string | number | null) =>
		minor === null ? [] : [{ label, value: Number(minor) / unit }];
	return {
		title: t("slack.chart.forecast"),
		unit: currency,
		bars: [
			...bar(t("slack.chart.won"), node.closed.amountMinor),
			...bar(t("slack.chart.expected"), node.view.value),
			...bar(t("slack.chart.quota"), node.quota?.amountMinor ?? null),
		],
	};
}

/** What to do next, each with its reason and a line to say. */
export async function nextAnswer(speaker: Speaker): Promise<SlackSurface> {
	const home = await speaker.client.home();
	if (home.next.length === 0) return saying(speaker.t("home.nothingNext"));
	return {
		text: speaker.t("home.next"),
		blocks: [
			section("title", bold(speaker.t("home.next"))),
			...home.next.map(({ text, why, line, about }, k) =>
				section(
					`next-${k}`,
					[
						bold(text),
						escaped(why),
						line ? `> “${escaped(line)}”` : "",
						link(speaker.publicUrl + pathOf(about), speaker.t("slack.do.open")),
					]
						.filter(Boolean)
						.join("\n"),
				),
			),
			cited(speaker, "/", speaker.t("nav.home"), null),
		].flat(),
	};
}

/** What can be said to us, and where. */
export function helpAnswer({ t }: Pick<Speaker, "t">): SlackSurface {
	return {
		text: t("slack.help"),
		blocks: [
			section("title", bold(t("slack.help"))),
			section(
				"says",
				["deal", "lead", "forecast", "next", "coach", "settings"]
					.map((what) => `• ${escaped(t(`slack.help.${what}`))}`)
					.join("\n"),
			),
		].flat(),
	};
}

/** Where an answer stands, and as of when: everything said can be looked up. */
export function cited({ t, person, publicUrl }: Speaker, path: string, name: string, asOf: string | null): Block[] {
	const when =
		asOf === null
			? ""
			: ` · ${escaped(t("slack.asOf", { at: formatInstant(Date.parse(asOf), person.locale, person.zone) }))}`;
	return context("cited", `${escaped(t("slack.source"))} ${link(publicUrl + path, name)}${when}`);
}

/** The portal's page of a record. */
export function pathOf({ entity, id }: { entity: string; id: string }): string {
	return entity === "lead" ? `/leads/${id}` : `/deals/${id}`;
}

function actions({ t, publicUrl }: Speaker, path: string, more: ReturnType<typeof button>[]): Block[] {
	const open = { type: "button" as const, action_id: "open", url: publicUrl + path, text: plain(t("slack.do.open")) };
	return [{ type: "actions", block_id: "do", elements: [open, ...more] }];
}

function button(action: string, value: string, text: string) {
	return { type: "button" as const, action_id: `ask:${action}`, value, text: plain(text) };
}

async function findOne(
	{ client, t }: Speaker,
	kind: "deal" | "lead",
	name: string,
	instead: string,
): Promise<{ one: SearchHit; answer?: never } | { one: null; answer: SlackSurface }> {
	if (name === "") return { one: null, answer: saying(t(`slack.help.${kind}`)) };
	const searched = async (q: string) => client.search({ q: q.slice(0, 120), kind, limit: MOST_HITS });
	const first = await searched(name);
	const { groups, isSimilar } = first.groups.length === 0 && instead !== "" ? await searched(instead) : first;
	const hits = groups.flatMap((group) => group.hits);
	const exact = hits.filter((hit) => hit.name.toLowerCase() === name.toLowerCase());
	const [one] = exact.length === 1 ? exact : hits;
	if (!one) return { one: null, answer: saying(t("slack.notFound", { name })) };
	if (exact.length === 1 || (hits.length === 1 && !isSimilar)) return { one };
	return {
		one: null,
		answer: {
			text: t("slack.which"),
			blocks: [
				section("title", bold(t("slack.which"))),
				hits.flatMap((hit, k): Block[] => [
					{
						type: "section",
						block_id: `hit-${k}`,
						text: { type: "mrkdwn", text: `${bold(hit.name.slice(0, 200))}\n${escaped(hit.detail.slice(0, 300))}` },
						accessory: { type: "button", action_id: `ask:${kind}`, value: hit.id, text: plain(t("slack.do.show")) },
					},
				]),
			].flat(),
		},
	};
}
