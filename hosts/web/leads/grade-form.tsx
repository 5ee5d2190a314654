import { Button, Field, Input, Radio, RadioGroup } from "@fluentui/react-components";
import type { GradeReportJson, GradeTrialJson } from "../../../core/contract/lead-grades.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useTriedSettings } from "../use-tried-settings.ts";
import { GradeRules } from "./grade-rules.tsx";

type Settings = GradeReportJson["settings"];

/** From when a lead is hot: thresholds or places, margin and own rules; tried on the open leads before they are kept. */
export function GradeForm({ report, put }: { report: GradeReportJson; put: (report: GradeReportJson) => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { draft, tried, isKept, busy, fault, change, attempt, save } = useTriedSettings<Settings, GradeTrialJson>(
		report.settings,
		{
			attempt: ({ version, ...settings }) => session.client.tryLeadGrades(settings),
			keep: async (settings) => {
				const next = await session.client.updateLeadGrades(settings);
				put(next);
				return next.settings;
			},
		},
	);
	const { bounds } = report;
	const percent = (share: number | null) => (share === null ? "" : String(Math.round(share * 1000) / 10));
	const share = (text: string) => (text.trim() === "" ? null : Number(text) / 100);
	return (
		<form onSubmit={save} className="stack-tight grade-form">
			<Field label={t("grade.by")}>
				<RadioGroup value={draft.by} onChange={(_, d) => change({ by: d.value as Settings["by"] })}>
					<Radio value="chance" label={t("grade.byChance")} />
					<Radio value="capacity" label={t("grade.byCapacity")} />
				</RadioGroup>
			</Field>
			{draft.by === "chance" ? (
				<div className="form-line">
					<Field
						label={t("grade.hotFrom")}
						hint={
							draft.hotFrom === null && bounds ? t("grade.usual", { share: formatPercent(bounds.hot, locale) }) : ""
						}
					>
						<Input
							type="number"
							min={0.1}
							max={99.9}
							step={0.1}
							value={percent(draft.hotFrom)}
							onChange={(_, d) => change({ hotFrom: share(d.value) })}
						/>
					</Field>
					<Field
						label={t("grade.warmFrom")}
						hint={
							draft.warmFrom === null && bounds ? t("grade.usual", { share: formatPercent(bounds.warm, locale) }) : ""
						}
					>
						<Input
							type="number"
							min={0.1}
							max={99.9}
							step={0.1}
							value={percent(draft.warmFrom)}
							onChange={(_, d) => change({ warmFrom: share(d.value) })}
						/>
					</Field>
				</div>
			) : (
				<div className="form-line">
					<Field label={t("grade.hotLeads")}>
						<Input
							type="number"
							min={0}
							required
							value={String(draft.hotLeads)}
							onChange={(_, d) => change({ hotLeads: Number(d.value) })}
						/>
					</Field>
					<Field label={t("grade.warmLeads")}>
						<Input
							type="number"
							min={0}
							required
							value={String(draft.warmLeads)}
							onChange={(_, d) => change({ warmLeads: Number(d.value) })}
						/>
					</Field>
				</div>
			)}
			<Field label={t("grade.margin")} hint={t("grade.marginSays")} className="grade-margin">
				<Input
					type="number"
					min={0}
					max={50}
					value={percent(draft.margin)}
					onChange={(_, d) => change({ margin: Number(d.value) / 100 })}
				/>
			</Field>
			<GradeRules rules={draft.rules} extras={report.extraFields} change={(rules) => change({ rules })} />
			{tried && (
				<StateNotice state="note" title={t("grade.tried", { text: tried.text })}>
					<p>
						{t("grade.triedSays", {
							hot: tried.counts.hot,
							warm: tried.counts.warm,
							cold: tried.counts.cold,
							changed: tried.changed,
						})}
					</p>
				</StateNotice>
			)}
			{isKept && <StateNotice state="note" title={t("grade.kept")} />}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button disabled={busy} onClick={attempt}>
					{t("grade.try")}
				</Button>
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
			</div>
		</form>
	);
}
