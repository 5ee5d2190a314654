import { Button, Checkbox, Radio, RadioGroup } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { LeadScoringJson } from "../../../core/contract/lead-score.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import "../leads/leads.css";
import { PointRules } from "../leads/point-rules.tsx";
import { LeakList } from "../model/leak-list.tsx";
import "../model/model.css";
import { ModelVersions } from "../model/model-versions.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What leads are scored by, how far that can be trusted, what is left out, and the points by rules. */
export function LeadScoringPage() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const mayWrite = me.permissions.includes("workspace:write");
	const scoring = useLoad(
		"lead-scoring",
		() => session.client.leadScoring(),
		(e) => e.type === "lead.scored",
	);
	const rules = useLoad("lead-model", async () => ({
		model: await session.client.leadModel(),
		extras: (await session.client.leadGrades()).extraFields,
	}));
	const { data } = scoring;
	const heading = data?.learnt
		? t("scoring.headingLearnt", {
				leads: formatNumber(data.learnt.leads, locale),
				converted: formatNumber(data.learnt.converted, locale),
			})
		: t("scoring.headingPoints");
	return (
		<Page title={t("scoring.title")} heading={data ? heading : t("scoring.title")} above={<LeadWays />}>
			<Loading of={scoring} lines={10}>
				{(shown) => (
					<div className="stack">
						<LeakList
							leaks={shown.leaks}
							of="leads"
							mayChange={mayWrite}
							decide={(asked) => session.client.decideLeadColumn(asked).then(scoring.put)}
						/>
						<Learnt scoring={shown} />
						{shown.versions.length > 0 && (
							<ModelVersions
								versions={shown.versions}
								of="leads"
								mayChange={mayWrite}
								use={(version) => session.client.putLeadScore(version).then(scoring.put)}
							/>
						)}
						{mayWrite && <Choice key={shown.version} scoring={shown} put={scoring.put} />}
						{mayWrite && (
							<section aria-labelledby="points-title">
								<h2 id="points-title">{t("scoring.rules")}</h2>
								<p className="cs-muted">{t("scoring.rulesSay")}</p>
								<Loading of={rules}>
									{({ model, extras }) => (
										<PointRules
											key={model.version}
											model={model}
											extras={extras}
											put={(next) => rules.put({ model: next, extras })}
										/>
									)}
								</Loading>
							</section>
						)}
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Learnt({ scoring }: { scoring: LeadScoringJson }) {
	const { t, locale, zone } = useSpeech();
	const { learnt, wanted, needed } = scoring;
	if (!learnt) {
		return (
			<StateNotice
				state="note"
				title={t(wanted === "points" ? "scoring.pointsWanted" : "scoring.pointsYet", { needed })}
			>
				<p>{t("scoring.pointsSay")}</p>
			</StateNotice>
		);
	}
	const own = learnt.candidates.find((c) => c.name === learnt.champion);
	const plain = learnt.candidates.find((c) => c.name === "prior");
	const figure = (value: number | null | undefined) => (value == null ? "–" : formatNumber(value, locale, 3));
	return (
		<section aria-labelledby="worth-title">
			<h2 id="worth-title">{t("scoring.worth")}</h2>
			<DataTable
				caption={t("scoring.worth")}
				rows={learnt.reliability.toReversed()}
				rowKey={(bin) => String(bin.foretold)}
				columns={[
					{ key: "foretold", header: t("scoring.foretold"), cell: (bin) => formatPercent(bin.foretold, locale) },
					{
						key: "happened",
						header: t("grade.became"),
						figure: true,
						cell: (bin) => formatPercent(bin.happened, locale),
					},
					{ key: "n", header: t("scoring.looks"), figure: true, cell: (bin) => formatNumber(bin.n, locale) },
				]}
			/>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>
					{t("scoring.how", {
						champion: learnt.champion,
						loss: figure(own?.logLoss),
						plain: figure(plain?.logLoss),
						auc: figure(own?.auc),
						version: learnt.version,
						when: formatInstant(Date.parse(learnt.trainedAt), locale, zone),
					})}
				</p>
				{scoring.leftOut.length > 0 && (
					<>
						<h3>{t("dealModel.leftOutTitle")}</h3>
						<ul>
							{scoring.leftOut.map((one) => (
								<li key={one.column}>{one.text}</li>
							))}
						</ul>
					</>
				)}
			</details>
			{learnt.leaking.length > 0 && (
				<StateNotice state="stale" title={t("scoring.leaking", { columns: learnt.leaking.map(nameOf).join(", ") })} />
			)}
		</section>
	);
}

function Choice({ scoring, put }: { scoring: LeadScoringJson; put: (scoring: LeadScoringJson) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [wanted, setWanted] = useState(scoring.wanted);
	const [allowed, setAllowed] = useState(scoring.allowed);
	const [isKept, setKept] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const sensitive = scoring.learnt?.sensitive ?? [];
	const asked = [...new Set([...sensitive.map(({ column }) => column), ...scoring.allowed])];
	const save = () => {
		setFault(null);
		session.client.updateLeadScoring({ wanted, allowed, version: scoring.version }).then((next) => {
			put(next);
			setKept(true);
		}, setFault);
	};
	return (
		<section aria-labelledby="choice-title" className="stack-tight">
			<h2 id="choice-title">{t("scoring.choice")}</h2>
			<RadioGroup
				value={wanted}
				onChange={(_, d) => setWanted(d.value as LeadScoringJson["wanted"])}
				aria-labelledby="choice-title"
			>
				<Radio value="learnt" label={t("scoring.wantLearnt", { needed: scoring.needed })} />
				<Radio value="points" label={t("scoring.wantPoints")} />
			</RadioGroup>
			{asked.length > 0 && (
				<fieldset className="grade-rules">
					<legend>{t("scoring.sensitive")}</legend>
					<p className="cs-muted">{t("scoring.sensitiveSays")}</p>
					{asked.map((column) => (
						<Checkbox
							key={column}
							checked={allowed.includes(column)}
							label={sensitiveLabel(column)}
							onChange={(_, d) =>
								setAllowed(d.checked === true ? [...allowed, column] : allowed.filter((a) => a !== column))
							}
						/>
					))}
				</fieldset>
			)}
			{isKept && <StateNotice state="note" title={t("scoring.choiceKept")} />}
			{fault && <FaultNotice fault={fault} />}
			<div>
				<Button onClick={save}>{t("deal.save")}</Button>
			</div>
		</section>
	);

	function sensitiveLabel(column: string): string {
		const kind = sensitive.find((s) => s.column === column)?.kind;
		return kind ? `${nameOf(column)} (${t(`scoring.kind.${kind}` as PageWord)})` : nameOf(column);
	}
}

function nameOf(column: string): string {
	return column.replace(/^extra\./, "");
}
