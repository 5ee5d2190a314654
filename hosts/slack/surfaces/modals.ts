import { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { minorDigits } from "../../../core/model/money.ts";
import { periodName } from "../../../core/words/period-name.ts";
import type { Listening } from "../app.ts";
import { plain } from "../blocks/doc-blocks.ts";
import { bold, escaped } from "../blocks/mrkdwn.ts";
import { section } from "../blocks/view-blocks.ts";
import { SHORTCUT } from "../manifest.ts";
import { installedId } from "../teams.ts";
import { saveFound } from "./found.ts";
import { publishHome } from "./home.ts";
import { amount, openWith, text } from "./modal-parts.ts";
import { type Opening, saveSettings, titled, type Values } from "./settings-modal.ts";
import { faultSaid, Refused, type Speaker, speakerOf } from "./speaker.ts";

/** Another chance than the model's, with the reason; it stands beside the number, never in its place. */
export async function openOverride({ speaker, client, trigger }: Opening, dealId: string): Promise<void> {
	const { t } = speaker;
	await openWith(client, trigger, t("slack.do.override"), speaker, async () => {
		const { deal } = await speaker.client.deal(dealId);
		return {
			callback_id: "override",
			private_metadata: dealId,
			blocks: [
				...section("about", `${bold(deal.name.slice(0, 200))} — ${escaped(deal.probability?.text.value ?? "")}`),
				...section("beside", escaped(t("slack.override.says"))),
				{
					type: "input",
					block_id: "percent",
					label: plain(t("slack.override.percent")),
					element: {
						type: "number_input",
						action_id: "v",
						is_decimal_allowed: false,
						min_value: "0",
						max_value: "100",
					},
				},
				text("reason", t("slack.override.reason"), { max: 1000 }),
			],
		};
	});
}

/** A step into a deal's plan. `title` is what a message said, to be edited. */
export async function openLog(
	{ speaker, client, trigger }: Opening,
	dealId: string | null,
	title: string,
): Promise<void> {
	const { t } = speaker;
	await openWith(client, trigger, t("slack.step.title"), speaker, async () => {
		const deals =
			dealId === null
				? (await speaker.client.deals({ status: "open", sort: "-amount", limit: 100 })).items
				: [(await speaker.client.deal(dealId)).deal];
		const options = deals.map((deal) => ({ text: plain(deal.name || "…"), value: deal.id }));
		const [first] = options;
		if (!first) throw new CourtsideError("unprocessable", t("slack.step.noDeals"));
		return {
			callback_id: "step",
			private_metadata: "",
			blocks: [
				{
					type: "input",
					block_id: "deal",
					label: plain(t("slack.step.deal")),
					element: {
						type: "static_select",
						action_id: "v",
						options,
						...(dealId !== null && { initial_option: first }),
					},
				},
				text("title", t("slack.step.what"), { max: 300, initial: title }),
				{
					type: "input",
					block_id: "due",
					optional: true,
					label: plain(t("slack.step.due")),
					element: { type: "datepicker", action_id: "v" },
				},
			],
		};
	});
}

/** What one will book, said for the period that is open. */
export async function openCommit({ speaker, client, trigger }: Opening): Promise<void> {
	const { t } = speaker;
	await openWith(client, trigger, t("slack.do.commit"), speaker, async () => {
		const desk = await speaker.client.callDesk({});
		const { currency } = desk.categories.closed;
		const major = (minor: string) => String(Number(minor) / 10 ** minorDigits(currency));
		const { commit, bestCase } = desk.own?.amounts ?? desk.categories;
		return {
			callback_id: "commit",
			private_metadata: JSON.stringify({
				period: desk.period.name,
				nodeId: desk.node.nodeId,
				currency,
				version: desk.version,
			}),
			blocks: [
				...section("about", `${bold(desk.node.name)} — ${escaped(periodName(desk.period, t, speaker.person.locale))}`),
				amount("commit", t("slack.commit.commit", { currency }), major(commit.amountMinor)),
				amount("bestCase", t("slack.commit.bestCase", { currency }), major(bestCase.amountMinor)),
				{ ...text("note", t("slack.commit.note"), { max: 2000 }), optional: true },
			],
		};
	});
}

/** What the modals were filled with, and the shortcut that makes a step of a message. */
export function listenToModals({ app, ports }: Listening): void {
	app.shortcut(SHORTCUT, async ({ shortcut, ack, client, context }) => {
		await ack();
		if (shortcut.type !== "message_action") return;
		const speaker = await speakerOf(ports, installedId(context), shortcut.user.id);
		if (speaker)
			await openLog(
				{ ports, speaker, client, trigger: shortcut.trigger_id },
				null,
				(shortcut.message.text ?? "").slice(0, 300),
			);
	});
	app.view(
		{ callback_id: /^(override|step|commit|settings|found)$/, type: "view_submission" },
		async ({ ack, body, view, client, context }) => {
			const speaker = await speakerOf(ports, installedId(context), body.user.id);
			if (!speaker) return ack();
			const values = view.state.values as Values;
			try {
				if (view.callback_id === "override") await saveOverride(speaker, view.private_metadata, values);
				else if (view.callback_id === "step") await saveStep(speaker, values, view.id);
				else if (view.callback_id === "commit") await saveCommit(speaker, view.private_metadata, values, view.id);
				else if (view.callback_id === "found") await saveFound(speaker, view.private_metadata, values);
				else await saveSettings(ports, speaker, values);
				await ack();
			} catch (fault) {
				if (fault instanceof Refused)
					return ack({ response_action: "errors", errors: { [fault.block]: fault.message } });
				const said = faultSaid(speaker, fault);
				return ack({
					response_action: "update",
					view: { type: "modal", title: titled(speaker.t("slack.notDone")), blocks: said.blocks as never },
				});
			}
			await publishHome(ports, client, installedId(context), body.user.id);
		},
	);
}

async function saveOverride({ client, t }: Speaker, dealId: string, values: Values): Promise<void> {
	const percent = Number(values["percent"]?.["v"]?.value);
	if (!Number.isInteger(percent) || percent < 0 || percent > 100)
		throw new Refused("percent", t("slack.override.wrong"));
	const reason = (values["reason"]?.["v"]?.value ?? "").trim();
	if (reason === "") throw new Refused("reason", t("slack.override.noReason"));
	await client.setDealOverride(dealId, { probability: percent / 100, reason });
}

async function saveStep({ client, t, person }: Speaker, values: Values, key: string): Promise<void> {
	const dealId = values["deal"]?.["v"]?.selected_option?.value ?? "";
	const title = (values["title"]?.["v"]?.value ?? "").trim();
	if (title === "") throw new Refused("title", t("slack.step.noTitle"));
	await client.addPlanStep(
		dealId,
		{ title, side: "ours", ownerId: person.userId, dueOn: values["due"]?.["v"]?.selected_date ?? null },
		`slack-${key}`,
	);
}

async function saveCommit({ client, t }: Speaker, about: string, values: Values, key: string): Promise<void> {
	const { currency, ...where } = JSON.parse(about) as {
		period: string;
		nodeId: string;
		currency: string;
		version: number;
	};
	const minor = (block: string) => {
		const digits = minorDigits(currency);
		const text = (values[block]?.["v"]?.value ?? "").trim();
		const found = /^(\d{1,13})(?:\.(\d+))?$/.exec(text);
		if (!found || (found[2] ?? "").length > digits) throw new Refused(block, t("slack.commit.wrong"));
		return String(BigInt((found[1] ?? "0") + (found[2] ?? "").padEnd(digits, "0")));
	};
	const [commitMinor, bestCaseMinor] = [minor("commit"), minor("bestCase")];
	if (BigInt(bestCaseMinor) < BigInt(commitMinor)) throw new Refused("bestCase", t("slack.commit.less"));
	const note = (values["note"]?.["v"]?.value ?? "").trim();
	await client.submitCall(
		{ ...where, commitMinor, bestCaseMinor, currency, ...(note !== "" && { note }) },
		`slack-${key}`,
	);
}
