import { z } from "zod";
import { type ChatDoc, type ChatItem, chatKind } from "../../../core/contract/chat.ts";
import type { Ports } from "../../../core/contract/host.ts";
import { DAY_MS } from "../../../core/model/instant.ts";
import type { Listening } from "../app.ts";
import { bold, escaped } from "../blocks/mrkdwn.ts";
import { type SlackSurface, section } from "../blocks/view-blocks.ts";
import { installedId } from "../teams.ts";
import { dealById, leadById } from "./answers.ts";
import { openFound } from "./found.ts";
import { openCommit, openLog, openOverride } from "./modals.ts";
import { openSettings } from "./settings-modal.ts";
import { faultSaid, type Speaker, saying, speakerOf, unknownPerson } from "./speaker.ts";

const itemValue = z.object({ m: z.string(), k: z.number().int().min(0) });
const helpedValue = z.object({ m: z.string(), h: z.boolean() });

/** Every button of ours. Whoever presses one acts as themselves, with their own rights. */
export function listenToActions({ app, ports }: Listening): void {
	app.action("open", async ({ ack }) => ack());
	app.action(/^ask:/, async ({ ack, action, body, client, context, respond }) => {
		await ack();
		if (action.type !== "button") return;
		const speaker = await speakerOf(ports, installedId(context), body.user.id);
		const { value = "" } = action;
		const action_id = "action_id" in action ? action.action_id : "";
		const trigger = "trigger_id" in body ? body.trigger_id : "";
		const say = (surface: SlackSurface) =>
			respond({
				response_type: "ephemeral",
				replace_original: false,
				text: surface.text,
				blocks: surface.blocks as never,
			});
		if (!speaker) return void (await say(unknownPerson()));
		const given = { ports, speaker, client, trigger };
		if (action_id === "ask:override") await openOverride(given, value);
		else if (action_id === "ask:log") await openLog(given, value, "");
		else if (action_id === "ask:accept") await openFound(given, value);
		else if (action_id === "ask:commit") await openCommit(given);
		else if (action_id === "ask:settings") await openSettings(given);
		else
			await say(
				await (action_id === "ask:deal" ? dealById : leadById)(speaker, value).catch((fault) =>
					faultSaid(speaker, fault),
				),
			);
	});
	app.action(/^do:/, async ({ ack, action, body, client, context, respond }) => {
		await ack();
		if (action.type !== "button") return;
		const speaker = await speakerOf(ports, installedId(context), body.user.id);
		const parsed = itemValue.safeParse(jsonOf(action.value));
		const found = speaker && parsed.success ? await ports.chat.message(parsed.data.m, speaker.person.userId) : null;
		const item = found?.doc.items[parsed.data?.k ?? -1];
		const say = (surface: SlackSurface) =>
			respond({
				response_type: "ephemeral",
				replace_original: false,
				text: surface.text,
				blocks: surface.blocks as never,
			});
		if (!speaker || !found || !item)
			return void (await say(speaker ? saying(speaker.t("slack.gone")) : unknownPerson()));
		const trigger = "trigger_id" in body ? body.trigger_id : "";
		const opening = { ports, speaker, client, trigger };
		if (item.action === "log" && item.dealId) return openLog(opening, item.dealId, "");
		if (item.action === "accept" && item.meetingId && item.about)
			return openFound(opening, JSON.stringify({ m: item.meetingId, a: item.about.id }));
		const surface = await doItem(speaker, item, found.doc).catch((fault) => faultSaid(speaker, fault));
		if (surface) await say(surface);
	});
	app.action("less", async ({ ack, action, body, context, respond }) => {
		await ack();
		if (action.type !== "overflow") return;
		const speaker = await speakerOf(ports, installedId(context), body.user.id);
		if (!speaker) return;
		const [what = "", kind = ""] = action.selected_option.value.split(":");
		await respond({
			response_type: "ephemeral",
			replace_original: false,
			text: await lessOf(ports, speaker, what, kind),
		});
	});
	app.action("helped", async ({ ack, action, body, context, respond }) => {
		await ack();
		const parsed = helpedValue.safeParse(jsonOf("value" in action ? action.value : undefined));
		const speaker = await speakerOf(ports, installedId(context), body.user.id);
		if (!speaker || !parsed.success) return;
		await ports.chat.rate(parsed.data.m, speaker.person.userId, parsed.data.h);
		await respond({ response_type: "ephemeral", replace_original: false, text: speaker.t("slack.helped.thanks") });
	});
}

/** Less of it, as chosen; says what holds now and how to undo it. */
async function lessOf(ports: Ports, { person, t }: Speaker, what: string, given: string): Promise<string> {
	const kind = chatKind.safeParse(given);
	if (what === "settings") return t("slack.help.settings");
	if (what === "off" && kind.success) {
		const { off } = await ports.chat.choices(person.userId);
		await ports.chat.choose(person.userId, { off: [...new Set([...off, kind.data])] });
		return t("slack.less.isOff", { kind: t(`slack.kind.${kind.data}`) });
	}
	const days = what === "snooze7" ? 7 : 1;
	await ports.chat.choose(person.userId, { snoozedUntil: new Date(ports.now() + days * DAY_MS).toISOString() });
	return t("slack.less.isSnoozed", { days });
}

async function doItem(speaker: Speaker, item: ChatItem, doc: ChatDoc): Promise<SlackSurface | null> {
	const { client, t } = speaker;
	if (item.action === "open") return null;
	if (item.action === "done" && item.dealId && item.about) {
		await client.updatePlanStep(item.dealId, item.about.id, {
			state: "done",
			version: await versionOf(speaker, item.dealId, item.about.id),
		});
		return saying(t("slack.done", { title: item.title }));
	}
	if (item.about?.entity === "deal") return dealById(speaker, item.about.id);
	if (item.about?.entity === "lead") return leadById(speaker, item.about.id);
	return {
		text: item.title,
		blocks: [
			section("title", bold(item.title)),
			section("why", item.why.map((why) => `• ${escaped(why)}`).join("\n") || escaped(doc.lead)),
		].flat(),
	};
}

async function versionOf({ client }: Speaker, dealId: string, stepId: string): Promise<number> {
	const { plan } = await client.room(dealId);
	return plan.find((step) => step.id === stepId)?.version ?? 0;
}

function jsonOf(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? "");
	} catch {
		return null;
	}
}
