import type { ReactNode } from "react";
import type { HomeJson } from "../../../core/contract/forecasts.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { pageOf } from "../about.ts";
import { BringData } from "../bring-data.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { AdviceNudge } from "../territories/advice-nudge.tsx";
import { useLoad } from "../use-load.ts";

/** Am I going to make it, what should I do next, what changed? In this order. */
export function HomePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const home = useLoad(
		"home",
		() => session.client.home(),
		(e) => e.type !== "import.progress" && e.type !== "lead.scored",
	);
	return (
		<Page title={t("nav.home")} heading={home.data?.answer || t("home.hello")}>
			<Loading of={home} lines={8}>
				{(data) => <HomeContent home={data} />}
			</Loading>
		</Page>
	);
}

function HomeContent({ home }: { home: HomeJson }) {
	const { t, locale } = useSpeech();
	const me = useMe();
	const nothing = !home.forecast && home.next.length === 0 && home.changes.length === 0;
	if (nothing) return <NothingYet />;
	const quota = home.forecast?.quota ? readMoney(home.forecast.quota) : null;
	return (
		<div className="columns">
			<div className="stack home-answers">
				<section aria-labelledby="next-title">
					<h2 id="next-title">{t("home.next")}</h2>
					{home.next.length === 0 && <p className="cs-muted">{t("home.nothingNext")}</p>}
					<ol className="steps">
						{home.next.map((step) => (
							<li key={step.about.id + step.text}>
								<Linked to={pageOf(step.about)}>{step.text}</Linked>
								<span className="cs-sub">{step.why}</span>
								{step.line && <blockquote className="cs-say">{step.line}</blockquote>}
							</li>
						))}
					</ol>
				</section>
				<section aria-labelledby="changed-title">
					<h2 id="changed-title">{t("home.changed")}</h2>
					{home.changes.length === 0 && <p className="cs-muted">{t("home.nothingChanged")}</p>}
					<ul className="happenings">
						{home.changes.map((change) => (
							<Happening key={`${change.at}/${change.about?.id ?? ""}/${change.text}`} at={change.at}>
								<Linked to={pageOf(change.about)}>{change.text}</Linked>
							</Happening>
						))}
					</ul>
				</section>
				{me.permissions.includes("territories:plan") && <AdviceNudge />}
			</div>
			{home.forecast && (
				<section>
					<NumberCard
						view={home.forecast.view}
						form="long"
						{...(quota
							? {
									target: {
										value: Number(quota.amountMinor),
										text: t("forecast.quotaAt", { amount: formatMoney(quota, locale, { compact: true }) }),
									},
								}
							: {})}
					/>
					<p>
						<Link to="/forecast">{t("home.toForecast")}</Link>
					</p>
				</section>
			)}
		</div>
	);
}

function Happening({ at, children }: { at: string; children: ReactNode }) {
	const { locale, zone, now } = useSpeech();
	return (
		<li>
			<span>{children}</span>
			<time dateTime={at} className="cs-muted">
				{formatSince(Date.parse(at), now(), locale, zone)}
			</time>
		</li>
	);
}

function Linked({ to, children }: { to: string | null; children: ReactNode }) {
	return to ? <Link to={to}>{children}</Link> : children;
}

function NothingYet() {
	const { t } = useSpeech();
	return (
		<StateNotice state="empty" title={t("home.emptyTitle")} action={<BringData />}>
			<p>{t("home.emptySays")}</p>
		</StateNotice>
	);
}
