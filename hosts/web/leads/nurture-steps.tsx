import { Button, Field, Input, Select } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { DeleteRegular } from "@fluentui/react-icons/svg/delete";
import type { NurtureSequenceJson } from "../../../core/contract/nurture.ts";
import { NURTURE_CHANNELS, type NurtureChannel } from "../../../core/model/nurture.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

type Step = NurtureSequenceJson["steps"][number];

/** What is to be done, in order, each step with its wait and what goes with it. */
export function NurtureSteps({ steps, change }: { steps: Step[]; change: (steps: Step[]) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const content = useLoad("nurture-content", () => session.client.contents());
	const lines = content.data?.items ?? [];
	const put = (k: number, part: Partial<Step>) => change(steps.map((s, i) => (i === k ? { ...s, ...part } : s)));
	return (
		<fieldset className="grade-rules">
			<legend>{t("nurture.steps")}</legend>
			<p className="cs-muted">{t("nurture.stepsSay")}</p>
			{steps.map((step, k) => {
				const number = k + 1;
				return (
					// biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
					<section key={k} className="grade-rule" aria-label={t("nurture.step", { number })}>
						<div className="form-line">
							<Field label={t("nurture.wait")}>
								<Input
									type="number"
									min={0}
									max={365}
									required
									value={String(step.waitDays)}
									onChange={(_, d) => put(k, { waitDays: Number(d.value) })}
								/>
							</Field>
							<Field label={t("nurture.channel")}>
								<Select value={step.channel} onChange={(_, d) => put(k, { channel: d.value as NurtureChannel })}>
									{NURTURE_CHANNELS.map((channel) => (
										<option key={channel} value={channel}>
											{t(`nurture.channel.${channel}`)}
										</option>
									))}
								</Select>
							</Field>
							<Button
								icon={<DeleteRegular />}
								aria-label={t("nurture.dropStep", { number })}
								onClick={() => change(steps.filter((_, i) => i !== k))}
							/>
						</div>
						<div className="form-line">
							<Field label={t("nurture.text")} required>
								<Input value={step.text} maxLength={500} onChange={(_, d) => put(k, { text: d.value })} />
							</Field>
							<Field label={t("nurture.content")}>
								<Select value={step.contentId ?? ""} onChange={(_, d) => put(k, { contentId: d.value || null })}>
									<option value="">{t("nurture.noContent")}</option>
									{lines.map(({ id, title }) => (
										<option key={id} value={id}>
											{title}
										</option>
									))}
								</Select>
							</Field>
						</div>
					</section>
				);
			})}
			<Button
				size="small"
				icon={<AddRegular />}
				onClick={() => change([...steps, { waitDays: 7, channel: "email", text: "", contentId: null }])}
			>
				{t("nurture.addStep")}
			</Button>
		</fieldset>
	);
}
