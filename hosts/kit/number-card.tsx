import { useId } from "react";
import type { View } from "../../core/contract/view.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../core/words/format-number.ts";
import { useSpeech } from "./kit-words.tsx";
import { RangeBar, type Target } from "./range-bar.tsx";
import { ReasonList } from "./reason-list.tsx";

/** What draws a number. `short` fits 280 px; `long` is for a page. */
export interface NumberCardProps {
	view: View;
	form: "short" | "long";
	/** Heading level of the title; 0 leaves it out where the page already says it. */
	heading?: 0 | 2 | 3;
	/** A line across the picture of the range: a quota. */
	target?: Target;
	/** False where the page draws the range itself. */
	hasBar?: boolean;
}

/**
 * The one pattern, the same in every host: value · range · direction · reasons · action. It draws the words of the view
 * and computes nothing; `data-say` marks what is which, so that a test reads back what a person sees.
 */
export function NumberCard({ view, form, heading = 2, target, hasBar = true }: NumberCardProps) {
	const { t } = useSpeech();
	const { text } = view;
	const Title = heading === 3 ? "h3" : "h2";
	const reasons = form === "long" ? view.parts : view.parts.slice(0, 3);
	return (
		<article className={`cs-number cs-number-${form}`} data-state={view.state} aria-label={view.title}>
			{heading > 0 && <Title className="cs-number-title">{view.title}</Title>}
			<p className="cs-number-line">
				{text.value && (
					<strong className="cs-number-value">
						<bdi data-say="value">{text.value}</bdi>
					</strong>
				)}{" "}
				{text.label && <span className="cs-number-label">{text.label}</span>}
			</p>
			{(text.interval || text.sample || text.direction) && (
				<p className="cs-number-range">
					{text.interval && <bdi data-say="interval">{text.interval}</bdi>}
					{text.sample && <span className="cs-muted">{text.sample}</span>}
					{text.direction && <span className="cs-number-direction">{text.direction}</span>}
				</p>
			)}
			{form === "long" && hasBar && <RangeBar view={view} {...(target ? { target } : {})} />}
			{text.state && (
				<p className={`cs-number-state cs-state-${view.state}`}>
					<span data-say="state">{text.state}</span>
				</p>
			)}
			{view.parts.length > 0 && <ReasonList base={view.base} parts={reasons} />}
			{reasons.length < view.parts.length && (
				<details className="cs-more">
					<summary>{t("kit.moreReasons", { count: view.parts.length - reasons.length })}</summary>
					<ReasonList base={null} parts={view.parts.slice(reasons.length)} />
				</details>
			)}
			{view.action && <NextStep action={view.action} />}
			{view.state !== "forbidden" && <HowWeKnow view={view} />}
		</article>
	);
}

/** The one thing to do, why, and a line to say aloud when it helps. */
export function NextStep({ action }: { action: NonNullable<View["action"]> }) {
	const { t } = useSpeech();
	return (
		<div className="cs-next">
			<p>
				<strong>{t("kit.next")}</strong> {action.text}
			</p>
			{action.line && <blockquote className="cs-say">{action.line}</blockquote>}
			{action.why && (
				<details className="cs-more">
					<summary>{t("kit.why")}</summary>
					<p>{action.why}</p>
				</details>
			)}
		</div>
	);
}

function HowWeKnow({ view }: { view: View }) {
	const { t, locale, zone } = useSpeech();
	const id = useId();
	return (
		<details className="cs-more cs-how" id={id}>
			<summary>{t("kit.how")}</summary>
			{view.text.how && <p>{view.text.how}</p>}
			<dl>
				<dt>{t("kit.asOf")}</dt>
				<dd>{formatInstant(Date.parse(view.asOf), locale, zone)}</dd>
				<dt>{t("kit.sample")}</dt>
				<dd>{t("kit.records", { count: view.n, shown: formatNumber(view.n, locale) })}</dd>
				{view.interval && (
					<>
						<dt>{t("kit.range")}</dt>
						<dd>{t("kit.level", { level: formatPercent(view.interval.level, locale) })}</dd>
					</>
				)}
				<dt>{t("kit.model")}</dt>
				<dd>{view.modelVersion}</dd>
			</dl>
		</details>
	);
}
