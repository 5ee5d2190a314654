import { Button } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ScenarioJson, ScenarioListJson } from "../../../core/contract/scenarios.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatSigned } from "../../../core/words/format-number.ts";
import { sentenceStart } from "../../../core/words/period-name.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { PeriodChoice } from "../forecast/period-choice.tsx";
import { ScenarioForm } from "../forecast/scenario-form.tsx";
import { ScenarioReport } from "../forecast/scenario-report.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { type Loaded, useLoad } from "../use-load.ts";
import "../forecast/scenarios.css";

/** How often a computation is asked how far it is. */
const ASK_MS = 700;

/** What would the forecast be, if? Scenarios that people keep, each beside the usual ones. */
export function ForecastScenariosPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const asked = place.query.get("scenario");
	const list = useLoad("scenarios", () => session.client.scenarios());
	const mayWrite = me.permissions.includes("forecasts:write");
	const isNew = asked === "new" && mayWrite;
	const chosen = isNew ? null : (asked ?? list.data?.items[0]?.id ?? null);
	const one = useLoad(chosen ?? "none", async () => (chosen ? session.client.scenario(chosen) : null));
	const [leaving, setLeaving] = useState<string | null>(null);
	useAskAgain(one, leaving !== null && leaving === chosen);
	const shown = one.data;
	const toNew = withQuery(place, { scenario: "new" });
	return (
		<Page
			title={t("scenarios.title")}
			heading={!isNew && shown ? <Finding scenario={shown} /> : t("scenarios.title")}
			actions={
				mayWrite && !isNew && list.data && list.data.items.length > 0 ? (
					<Button onClick={() => navigate(toNew, { stay: true })}>{t("scenarios.new")}</Button>
				) : null
			}
		>
			<ForecastWays />
			<Loading of={list} lines={8}>
				{(all) => (
					<>
						{isNew && <PeriodChoice period={null} />}
						{isNew ? (
							<ScenarioForm
								scenario={null}
								nodes={all.nodes}
								cancel={() => {}}
								done={(made) => {
									list.reload();
									navigate(withQuery(place, { scenario: made.id }));
								}}
							/>
						) : all.items.length === 0 ? (
							<None mayWrite={mayWrite} to={toNew} />
						) : (
							<div className="scenario-page">
								<ScenarioList items={all.items} chosen={chosen} />
								<Loading of={one} lines={8}>
									{(scenario) =>
										scenario && (
											<Shown
												key={scenario.id}
												scenario={scenario}
												all={all}
												one={one}
												list={list}
												setLeaving={setLeaving}
											/>
										)
									}
								</Loading>
							</div>
						)}
					</>
				)}
			</Loading>
		</Page>
	);
}

/** While it is computed, it is asked again and again how far it is; not while it is being deleted. */
function useAskAgain({ data, reload }: Loaded<ScenarioJson | null>, isLeaving: boolean): void {
	const isBusy = !isLeaving && (data?.state === "waiting" || data?.state === "running");
	useEffect(() => {
		if (!isBusy) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isBusy, reload]);
}

function Finding({ scenario }: { scenario: ScenarioJson }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const own = scenario.report?.columns.find((c) => c.kind === "custom");
	if (!own || !scenario.report) return scenario.name;
	const minor = BigInt(own.difference.amountMinor);
	const said = t("scenarios.finding", {
		name: scenario.name,
		period: nameOf(scenario.period),
		value: own.view.text.value,
		way: minor === 0n ? "level" : "moved",
		difference: formatSigned(minor, "money", locale, { currency: own.difference.currency, compact: true }),
	});
	return sentenceStart(said, locale);
}

function None({ mayWrite, to }: { mayWrite: boolean; to: string }) {
	const { t } = useSpeech();
	return (
		<StateNotice
			state="empty"
			title={t("scenarios.none")}
			action={
				mayWrite && (
					<Button appearance="primary" onClick={() => navigate(to, { stay: true })}>
						{t("scenarios.new")}
					</Button>
				)
			}
		>
			<p>{t(mayWrite ? "scenarios.noneSays" : "scenarios.noneForYou")}</p>
		</StateNotice>
	);
}

function ScenarioList({ items, chosen }: { items: ScenarioListJson["items"]; chosen: string | null }) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const place = usePlace();
	return (
		<nav aria-label={t("scenarios.kept")}>
			<ul className="scenario-list">
				{items.map((s) => (
					<li key={s.id}>
						<Link to={withQuery(place, { scenario: s.id })} aria-current={s.id === chosen ? "true" : undefined}>
							{s.name}
						</Link>
						<span className="cs-sub">{[s.node.name, nameOf(s.period), s.updatedBy].filter(Boolean).join(" · ")}</span>
						<span className="cs-sub">{formatInstant(Date.parse(s.updatedAt), locale, zone)}</span>
					</li>
				))}
			</ul>
		</nav>
	);
}

function Shown(props: {
	scenario: ScenarioJson;
	all: ScenarioListJson;
	one: Loaded<ScenarioJson | null>;
	list: Loaded<ScenarioListJson>;
	setLeaving: (id: string | null) => void;
}) {
	const { t } = useSpeech();
	const nameOf = usePeriodName();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const { scenario, all, one, list, setLeaving } = props;
	const [isEditing, setEditing] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const { state, progress, report } = scenario;
	const again = () => session.client.updateScenario(scenario.id, { version: scenario.version }).then(one.put, setFault);
	const remove = () => {
		setLeaving(scenario.id);
		session.client.deleteScenario(scenario.id).then(
			() => {
				// Out of the list before the address changes: the first of the list is what is shown next.
				list.put({ ...all, items: all.items.filter((one) => one.id !== scenario.id) });
				navigate(withQuery(place, { scenario: null }));
			},
			(why) => {
				setLeaving(null);
				setFault(why);
			},
		);
	};
	if (isEditing) {
		return (
			<ScenarioForm
				scenario={scenario}
				nodes={all.nodes}
				cancel={() => setEditing(false)}
				done={(changed) => {
					setEditing(false);
					one.put(changed);
					list.reload();
				}}
			/>
		);
	}
	return (
		<div className="stack">
			<section aria-label={t("scenarios.changes")}>
				<p className="cs-muted">{[scenario.node.name, nameOf(scenario.period)].join(" · ")}</p>
				{scenario.says.length === 0 ? (
					<p>{t("scenarios.noChanges")}</p>
				) : (
					<ul className="scenario-says">
						{scenario.says.map((text, k) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: a change is known by its place
							<li key={k}>{text}</li>
						))}
					</ul>
				)}
				{me.permissions.includes("forecasts:write") && (
					<div className="row">
						<Button size="small" onClick={() => setEditing(true)}>
							{t("scenarios.edit")}
						</Button>
						<Button size="small" onClick={again}>
							{t("scenarios.again")}
						</Button>
						<Button size="small" onClick={remove}>
							{t("scenarios.delete")}
						</Button>
					</div>
				)}
			</section>
			{fault && <FaultNotice fault={fault} />}
			{(state === "waiting" || state === "running") && (
				<Progress text={t("scenarios.computing")} done={progress?.done ?? null} total={progress?.total ?? null} />
			)}
			{state === "failed" && (
				<StateNotice state="error" title={t("scenarios.failed")}>
					<p>{scenario.reason}</p>
				</StateNotice>
			)}
			{report && <ScenarioReport scenario={scenario} report={report} />}
		</div>
	);
}
