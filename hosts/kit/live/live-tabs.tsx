import { Checkbox } from "@fluentui/react-components";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { LiveAction } from "../../../core/contract/live-meeting.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../kit-words.tsx";
import type { LiveState, LiveWords } from "./live-state.ts";

export const LIVE_TABS = ["words", "talk", "actions", "card", "why"] as const;
export type LiveTab = (typeof LIVE_TABS)[number];

/** What can be done in the tabs. */
export interface TabDeeds {
	markAction(action: LiveAction, isDone: boolean): void;
	check(slot: string, isDone: boolean): void;
	/** Says on whose side a speaker is. */
	side(speakerId: string, side: "rep" | "customer"): void;
}

/** Transcript, talk balance, actions to tick, battlecard, and why the deal's chance moved: one of them at a time. */
export function LiveTabs(props: { state: LiveState; tab: LiveTab; onTab: (tab: LiveTab) => void; deeds: TabDeeds }) {
	const { state, tab, onTab, deeds } = props;
	const { t, dir } = useSpeech();
	const walk = (event: KeyboardEvent) => {
		const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (way === undefined) return;
		event.preventDefault();
		const at = LIVE_TABS.indexOf(tab) + (dir === "rtl" ? -way : way);
		const next = LIVE_TABS[(at + LIVE_TABS.length) % LIVE_TABS.length] ?? tab;
		onTab(next);
		document.getElementById(`live-tab-${next}`)?.focus();
	};
	return (
		<section className="cs-live-tabs" aria-label={t("live.tabs")}>
			<div role="tablist" className="cs-live-tablist" onKeyDown={walk}>
				{LIVE_TABS.map((name, k) => (
					<button
						key={name}
						type="button"
						role="tab"
						id={`live-tab-${name}`}
						aria-selected={name === tab}
						aria-controls="live-tab"
						aria-keyshortcuts={String(k + 1)}
						tabIndex={name === tab ? 0 : -1}
						onClick={() => onTab(name)}
					>
						{t(`live.tab.${name}`)}
					</button>
				))}
			</div>
			<div
				key={tab}
				className="cs-live-tab"
				role="tabpanel"
				id="live-tab"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
				tabIndex={0}
				aria-labelledby={`live-tab-${tab}`}
			>
				{tab === "words" && <Words state={state} deeds={deeds} />}
				{tab === "talk" && <Talk state={state} />}
				{tab === "actions" && <Actions state={state} deeds={deeds} />}
				{tab === "card" && <Card state={state} />}
				{tab === "why" && <Why state={state} />}
			</div>
		</section>
	);
}

function Words({ state, deeds }: { state: LiveState; deeds: TabDeeds }) {
	const { t } = useSpeech();
	const end = useRef<HTMLLIElement>(null);
	const last = state.words.at(-1)?.text;
	// biome-ignore lint/correctness/useExhaustiveDependencies: new words bring the end into sight
	useEffect(() => {
		// The tab alone: the page with the tip on it must not move.
		const panel = end.current?.closest(".cs-live-tab");
		if (panel) panel.scrollTop = panel.scrollHeight;
	}, [last]);
	if (state.words.length === 0) return <p className="cs-muted">{t("live.noWords")}</p>;
	const sideOf = (w: LiveWords) => state.sides[w.speakerId ?? ""] ?? w.role;
	return (
		<>
			<ol className="cs-live-words">
				{state.words.map((w) => (
					<li key={w.segmentId} data-side={sideOf(w)} data-final={w.final} dir="auto">
						<span className="cs-live-who">
							{state.names[w.speakerId ?? ""] ?? t(`live.side.${sideOf(w)}`)} · <bdi>{clock(w.start)}</bdi>
						</span>
						{w.text}
					</li>
				))}
				<li ref={end} aria-hidden="true" />
			</ol>
			<WhoIsIt state={state} sideOf={sideOf} deeds={deeds} />
		</>
	);
}

/** Of a speaker on neither side nothing is coached: the rep says whose side they are on, by what they said last. */
function WhoIsIt(props: { state: LiveState; sideOf: (w: LiveWords) => LiveWords["role"]; deeds: TabDeeds }) {
	const { state, sideOf, deeds } = props;
	const { t } = useSpeech();
	const last = state.words.findLast((w) => w.final && w.speakerId !== null && sideOf(w) === "unknown");
	const speakerId = last?.speakerId;
	if (!last || !speakerId) return null;
	return (
		<fieldset className="cs-live-whois">
			<legend>
				{state.names[speakerId] ? t("live.whoIsNamed", { name: state.names[speakerId] }) : t("live.whoIsIt")}
			</legend>
			<span dir="auto">{t("live.quote", { quote: last.text.slice(0, 80) })}</span>
			<button type="button" onClick={() => deeds.side(speakerId, "rep")}>
				{t("live.ourSide")}
			</button>
			<button type="button" onClick={() => deeds.side(speakerId, "customer")}>
				{t("live.side.customer")}
			</button>
		</fieldset>
	);
}

function Talk({ state }: { state: LiveState }) {
	const { t, locale } = useSpeech();
	const { metrics } = state;
	if (!metrics || metrics.talkRatio === null) return <p className="cs-muted">{t("live.noTalk")}</p>;
	const share = formatPercent(metrics.talkRatio, locale);
	const minutes = (seconds: number): string => t("live.seconds", { seconds: Math.round(seconds) });
	return (
		<>
			<p>{t("live.talkSays", { share, seconds: Math.round(metrics.repSec + metrics.customerSec) })}</p>
			<div className="cs-live-balance" role="img" aria-label={t("live.talkSays", { share, seconds: 0 })}>
				<span style={{ inlineSize: `${metrics.talkRatio * 100}%` }} />
			</div>
			<dl className="cs-live-facts">
				<dt>{t("live.monologue")}</dt>
				<dd>{minutes(metrics.longestMonologueSec)}</dd>
				<dt>{t("live.story")}</dt>
				<dd>{minutes(metrics.longestStorySec)}</dd>
				<dt>{t("live.questions")}</dt>
				<dd>{formatNumber(metrics.questions, locale)}</dd>
				{metrics.switchesPerMinute !== null && (
					<>
						<dt>{t("live.switches")}</dt>
						<dd>{t("live.perMinute", { count: Math.round(metrics.switchesPerMinute * 10) / 10 })}</dd>
					</>
				)}
			</dl>
			{metrics.isEstimated && <p className="cs-muted">{t("live.estimated")}</p>}
		</>
	);
}

function Actions({ state, deeds }: { state: LiveState; deeds: TabDeeds }) {
	const { t, words, locale } = useSpeech();
	const actions = state.actions.filter((a) => a.status !== "dismissed");
	const slots = [
		"pain",
		"metrics",
		"timeline",
		"decisionMaker",
		"budget",
		"decisionProcess",
		"champion",
		"competition",
		"nextStep",
	];
	return (
		<>
			{actions.length === 0 && <p className="cs-muted">{t("live.noActions")}</p>}
			<ul className="cs-live-actions">
				{actions.map((action) => (
					<li key={action.id}>
						<Checkbox
							checked={action.status === "done"}
							onChange={(_, { checked }) => deeds.markAction(action, checked === true)}
							label={<span dir="auto">{action.text}</span>}
						/>
						<span className="cs-muted">
							{t(`live.owner.${action.owner}`)}
							{action.due &&
								` · ${action.due.date ? t("live.by", { day: formatDay(action.due.date, locale) }) : action.due.words}`}
						</span>
					</li>
				))}
			</ul>
			<h2>{t("live.learnt")}</h2>
			<ul className="cs-live-checks">
				{slots.map((slot) => {
					const known = state.slots[slot];
					const isDone = state.checks[slot] ?? (known?.level ?? 0) >= 2;
					return (
						<li key={slot}>
							<Checkbox
								checked={isDone}
								onChange={(_, { checked }) => deeds.check(slot, checked === true)}
								label={words(`coach.slot.${slot}`)}
							/>
							{known && (
								<span className="cs-muted" dir="auto">
									{words(`coach.level.${known.level}`)} · {t("live.quote", { quote: known.quote })}
								</span>
							)}
						</li>
					);
				})}
			</ul>
		</>
	);
}

function Card({ state }: { state: LiveState }) {
	const { t } = useSpeech();
	// A card stays readable after its tip has gone.
	const [card, setCard] = useState<LiveState["tips"][number]["battlecard"]>(null);
	const newest = state.tips.find((tip) => tip.battlecard)?.battlecard ?? null;
	useEffect(() => {
		if (newest) setCard(newest);
	}, [newest]);
	if (!card) return <p className="cs-muted">{t("live.noCard")}</p>;
	return (
		<>
			<h2>{card.title}</h2>
			<ul>
				{card.lines.map((line) => (
					<li key={line} dir="auto">
						{line}
					</li>
				))}
			</ul>
		</>
	);
}

function Why({ state }: { state: LiveState }) {
	const { t, words, locale, zone } = useSpeech();
	const { confidence, metrics } = state;
	if (!confidence || confidence.reasons.length === 0) return <p className="cs-muted">{t("live.noWhy")}</p>;
	const { deal } = confidence;
	return (
		<>
			{deal ? (
				<p>{t("live.moved", { before: formatPercent(deal.before, locale), now: formatPercent(deal.now, locale) })}</p>
			) : (
				<p>{t("live.noDeal")}</p>
			)}
			<ul className="cs-live-reasons">
				{[...confidence.reasons]
					.sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
					.map(({ code, points }) => (
						<li key={code} data-sign={points > 0 ? "up" : "down"}>
							<span>{words(`coach.confidence.${code}`)}</span>
							<bdi>
								{points > 0 ? "+" : "−"}
								{formatNumber(Math.round(Math.abs(points) * 10) / 10, locale)}
							</bdi>
						</li>
					))}
			</ul>
			<details>
				<summary>{t("live.how")}</summary>
				<p className="cs-muted">
					{t("live.howSays", {
						model: confidence.modelVersion,
						turns: state.words.filter((w) => w.final).length,
						seconds: Math.round((metrics?.repSec ?? 0) + (metrics?.customerSec ?? 0)),
					})}
					{deal && ` ${t("live.scored", { at: formatInstant(Date.parse(deal.scoredAt), locale, zone) })}`}
				</p>
			</details>
		</>
	);
}

/** Minutes and seconds, as a clock. */
export function clock(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
