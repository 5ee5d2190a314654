import { z } from "zod";
import type { FoundActionJson } from "../../../core/contract/found-actions.ts";
import { plain } from "../blocks/doc-blocks.ts";
import { type Block, cut } from "../blocks/limits.ts";
import { bold, escaped } from "../blocks/mrkdwn.ts";
import { section } from "../blocks/view-blocks.ts";
import { openWith, text } from "./modal-parts.ts";
import type { Opening, Values } from "./settings-modal.ts";
import { Refused, type Speaker } from "./speaker.ts";

/** Which action of which meeting. */
const place = z.object({ m: z.string(), a: z.string() });
const MOST_SHOWN = 5;

/** What the person took on in meetings, each to be accepted or mended; nothing where there is none. */
export function foundBlocks({ t }: Speaker, found: readonly FoundActionJson[]): Block[] {
	if (found.length === 0) return [];
	return [
		section("found-title", bold(t("slack.found.title", { n: found.length }))),
		found.slice(0, MOST_SHOWN).map(
			({ id, text: said, meeting, deal }, k): Block => ({
				type: "section",
				block_id: `found-${k}`,
				text: {
					type: "mrkdwn",
					text: `${bold(cut(said, 300))}\n${escaped(t("slack.digest.found", { deal: cut(deal.name, 200), meeting: cut(meeting.title, 200) }))}`,
				},
				accessory: {
					type: "button",
					action_id: "ask:accept",
					value: JSON.stringify({ m: meeting.id, a: id }),
					text: plain(t("slack.do.accept")),
				},
			}),
		),
	].flat();
}

/** An action that was found, to be put into the deal's plan as it is or mended, or to be dropped. */
export async function openFound({ speaker, client, trigger }: Opening, value: string): Promise<void> {
	const { t } = speaker;
	await openWith(client, trigger, t("slack.accept.title"), speaker, async () => {
		const { m: meetingId, a: actionId } = place.parse(JSON.parse(value));
		const { actions } = await speaker.client.meetingSummary(meetingId);
		const action = actions.find(({ id }) => id === actionId);
		if (!action || action.isTask || action.status === "done" || action.status === "dismissed")
			return { callback_id: "said", private_metadata: "", blocks: section("says", escaped(t("slack.accept.over"))) };
		const options = (["accept", "drop"] as const).map((one) => ({ text: plain(t(`slack.accept.${one}`)), value: one }));
		return {
			callback_id: "found",
			private_metadata: value,
			blocks: [
				...section("quote", action.quote === "" ? "" : `> “${escaped(cut(action.quote, 1000))}”`),
				text("title", t("slack.step.what"), { max: 1000, initial: action.text }),
				{
					type: "input",
					block_id: "due",
					optional: true,
					label: plain(t("slack.step.due")),
					element: { type: "datepicker", action_id: "v", ...(action.dueOn && { initial_date: action.dueOn }) },
				},
				{
					type: "input",
					block_id: "becomes",
					label: plain(t("slack.accept.becomes")),
					element: { type: "static_select", action_id: "v", options, initial_option: options[0] },
				},
			],
		};
	});
}

/** Keeps what the modal holds. Twice comes to the same: one step in the plan. */
export async function saveFound({ client, t }: Speaker, about: string, values: Values): Promise<void> {
	const { m: meetingId, a: actionId } = place.parse(JSON.parse(about));
	if (values["becomes"]?.["v"]?.selected_option?.value === "drop") {
		await client.editMeetingAction(meetingId, actionId, { status: "dismissed" });
		return;
	}
	const title = (values["title"]?.["v"]?.value ?? "").trim();
	if (title === "") throw new Refused("title", t("slack.step.noTitle"));
	const dueOn = values["due"]?.["v"]?.selected_date ?? null;
	const { actions } = await client.meetingSummary(meetingId);
	const before = actions.find(({ id }) => id === actionId);
	const mended = {
		...(title !== before?.text && { text: title }),
		...(dueOn !== (before?.dueOn ?? null) && { dueOn }),
	};
	if (Object.keys(mended).length > 0) await client.editMeetingAction(meetingId, actionId, mended);
	await client.makeMeetingTask(meetingId, actionId);
}
