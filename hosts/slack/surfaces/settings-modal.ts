import type { WebClient } from "@slack/web-api";
import { CHAT_KINDS, type ChatChoices, chatKind } from "../../../core/contract/chat.ts";
import type { Ports } from "../../../core/contract/host.ts";
import { plain } from "../blocks/doc-blocks.ts";
import { cut, MOST } from "../blocks/limits.ts";
import type { Speaker } from "./speaker.ts";

/** What opening a modal takes; Slack's leave to do so holds for three seconds. */
export interface Opening {
	ports: Ports;
	speaker: Speaker;
	client: WebClient;
	trigger: string;
}

/** What one wants to hear, and when. */
export async function openSettings({ ports, speaker, client, trigger }: Opening): Promise<void> {
	const { t, person } = speaker;
	const choices = await ports.chat.choices(person.userId);
	const kinds = CHAT_KINDS.map((kind) => ({ text: plain(t(`slack.kind.${kind}`)), value: kind }));
	const on = kinds.filter(({ value }) => !choices.off.includes(value));
	const often = (["weekdays", "weekly"] as const).map((one) => ({ text: plain(t(`slack.often.${one}`)), value: one }));
	await client.views.open({
		trigger_id: trigger,
		view: {
			type: "modal",
			callback_id: "settings",
			title: titled(t("slack.settings.title")),
			submit: titled(t("slack.save")),
			close: titled(t("slack.cancel")),
			blocks: [
				{
					type: "input",
					block_id: "kinds",
					optional: true,
					label: plain(t("slack.settings.kinds")),
					element: {
						type: "checkboxes",
						action_id: "v",
						options: kinds,
						...(on.length > 0 && { initial_options: on }),
					},
				},
				{
					type: "input",
					block_id: "often",
					label: plain(t("slack.settings.often")),
					element: {
						type: "static_select",
						action_id: "v",
						options: often,
						initial_option: often[choices.frequency === "weekly" ? 1 : 0] as (typeof often)[0],
					},
				},
				time("at", t("slack.settings.at"), choices.sendMinute),
				time("quietFrom", t("slack.settings.quietFrom"), choices.quietFrom),
				time("quietTo", t("slack.settings.quietTo"), choices.quietTo),
			],
		},
	});
}

/** Keeps what the modal holds. */
export async function saveSettings(ports: Ports, { person }: Speaker, values: Values): Promise<void> {
	const on = (values["kinds"]?.["v"]?.selected_options ?? []).map(({ value }) => value);
	const minute = (id: string, otherwise: number) => minuteOf(values[id]?.["v"]?.selected_time) ?? otherwise;
	const before = await ports.chat.choices(person.userId);
	await ports.chat.choose(person.userId, {
		off: chatKind.options.filter((kind) => !on.includes(kind)),
		frequency: values["often"]?.["v"]?.selected_option?.value === "weekly" ? "weekly" : "weekdays",
		sendMinute: minute("at", before.sendMinute),
		quietFrom: minute("quietFrom", before.quietFrom),
		quietTo: minute("quietTo", before.quietTo),
		snoozedUntil: null,
	});
}

/** What holds now, in a sentence. */
export function choicesText({ t }: Speaker, choices: ChatChoices): string {
	const off = choices.off.map((kind) => t(`slack.kind.${kind}`)).join(", ");
	const when = t(`slack.settings.says.${choices.frequency}`, {
		at: clock(choices.sendMinute),
		from: clock(choices.quietFrom),
		to: clock(choices.quietTo),
	});
	return off === "" ? when : `${when} ${t("slack.settings.off", { kinds: off })}`;
}

/** What a modal was filled with: block → action → what was chosen. */
export type Values = Record<
	string,
	Record<
		string,
		{
			value?: string | null | undefined;
			selected_option?: { value: string } | null | undefined;
			selected_options?: { value: string }[] | undefined;
			selected_time?: string | null | undefined;
			selected_date?: string | null | undefined;
		}
	>
>;

/** A heading or button of a modal: 24 characters. */
export function titled(text: string) {
	return { type: "plain_text" as const, text: cut(text, MOST.text.title), emoji: false };
}

function time(block_id: string, label: string, minute: number) {
	return {
		type: "input" as const,
		block_id,
		label: plain(label),
		element: { type: "timepicker" as const, action_id: "v", initial_time: clock(minute) },
	};
}

function clock(minute: number): string {
	return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minuteOf(text: string | null | undefined): number | null {
	const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text ?? "");
	return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}
