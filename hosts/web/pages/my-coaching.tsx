import { Button, Checkbox, Field, Select } from "@fluentui/react-components";
import type { MyCoachingJson } from "../../../core/contract/coaching.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { MeetingWays } from "../meetings/meeting-place.tsx";
import "../meetings/meetings.css";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

const LEVELS = ["normal", "few", "none"] as const;

/** One thing to work on, how it goes, a plan, and a colleague's example: one's own alone. */
export function MyCoachingPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"my-coaching",
		() => session.client.myCoaching(),
		(e) => e.type === "meeting.ready" || e.type === "coaching.changed",
	);
	const focus = loaded.data?.focus;
	return (
		<Page
			title={t("coaching.title")}
			heading={focus ? t("coaching.heading", { name: focus.label }) : t("coaching.title")}
			above={<MeetingWays />}
		>
			<Loading of={loaded} lines={10}>
				{(mine) => <Coaching mine={mine} put={loaded.put} reload={loaded.reload} />}
			</Loading>
		</Page>
	);
}

function Coaching({
	mine,
	put,
	reload,
}: {
	mine: MyCoachingJson;
	put: (next: MyCoachingJson) => void;
	reload: () => void;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const { focus, plan, example, tips, preferences } = mine;
	const points = (value: number): string => formatNumber(Math.round(value * 10) / 10, locale);
	const prefer = (next: Partial<MyCoachingJson["preferences"]>) =>
		deed.run(async () => put(await session.client.preferCoaching({ ...preferences, ...next })));
	return (
		<div className="stack">
			<p className="cs-muted">{t("coaching.private")}</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			{focus ? (
				<section aria-labelledby="focus-title" className="stack-tight">
					<h2 id="focus-title">{focus.advice}</h2>
					<p>
						{t("coaching.now", { value: points(focus.value), n: focus.n })} {focus.text}
					</p>
					<TrendLine
						finding={t(trendWord(focus.change), { change: points(Math.abs(focus.change ?? 0)) })}
						points={focus.trend.map(({ at, value }) => ({ at: Date.parse(at), value, low: null, high: null }))}
						say={points}
						sayWhen={(at) => formatInstant(at, locale, zone)}
						scale={{ min: 0, max: 10 }}
						{...(plan ? { target: { value: plan.goalValue, text: t("coaching.goal") } } : {})}
					/>
					{plan ? (
						<p>
							{t("coaching.planStands", {
								goal: points(plan.goalValue),
								progress: plan.progress === null ? "–" : formatPercent(plan.progress, locale),
								n: plan.n,
							})}{" "}
							<Button
								size="small"
								disabled={deed.busy}
								onClick={() =>
									deed.run(
										() => session.client.updateCoachingPlan(plan.id, { state: "ended", version: plan.version }),
										reload,
									)
								}
							>
								{t("coaching.endPlan")}
							</Button>
						</p>
					) : (
						<div>
							<Button
								appearance="primary"
								disabled={deed.busy}
								onClick={() =>
									deed.run(
										() =>
											session.client.createCoachingPlan({
												criterion: focus.criterion,
												goalValue: Math.min(10, Math.round((focus.value + 1.5) * 2) / 2),
											}),
										reload,
									)
								}
							>
								{t("coaching.makePlan", { goal: points(Math.min(10, Math.round((focus.value + 1.5) * 2) / 2)) })}
							</Button>
						</div>
					)}
				</section>
			) : (
				<StateNotice
					state="empty"
					title={t("coaching.none")}
					action={<Link to="/meetings">{t("meetings.upload")}</Link>}
				>
					<p>{t("coaching.noneSays")}</p>
				</StateNotice>
			)}
			{example && (
				<section aria-labelledby="example-title">
					<h2 id="example-title">{t("coaching.example", { name: example.sharedBy.name })}</h2>
					<blockquote className="cs-say">{example.quote}</blockquote>
					{example.note && <p>{example.note}</p>}
				</section>
			)}
			{mine.shared.length > 0 && (
				<section aria-labelledby="shared-title">
					<h2 id="shared-title">{t("coaching.shared")}</h2>
					<ul className="meeting-lines">
						{mine.shared.map((one) => (
							<li key={one.id}>
								<bdi>{one.quote}</bdi>
								<div className="meeting-line-tools">
									<Button
										size="small"
										disabled={deed.busy}
										onClick={() => deed.run(() => session.client.unshareExample(one.id), reload)}
									>
										{t("coaching.takeBack")}
									</Button>
								</div>
							</li>
						))}
					</ul>
				</section>
			)}
			<section aria-labelledby="tips-title" className="stack-tight">
				<h2 id="tips-title">{t("coaching.tips")}</h2>
				<Field label={t("coaching.howMany")}>
					<Select
						value={preferences.tips}
						disabled={deed.busy}
						onChange={(_, { value }) => prefer({ tips: value as (typeof LEVELS)[number] })}
					>
						{LEVELS.map((level) => (
							<option key={level} value={level}>
								{t(`coaching.level.${level}`)}
							</option>
						))}
					</Select>
				</Field>
				<Checkbox
					checked={preferences.mailsReady}
					disabled={deed.busy}
					label={t("coaching.mailsReady")}
					onChange={(_, d) => prefer({ mailsReady: d.checked === true })}
				/>
				<ul className="meeting-lines">
					{tips.map((tip) => (
						<li key={tip.kind}>
							<Checkbox
								checked={!tip.isMuted}
								disabled={deed.busy}
								label={t("coaching.tipLine", { text: tip.text, shown: tip.shown, dismissed: tip.dismissed })}
								onChange={(_, d) =>
									prefer({
										muted:
											d.checked === true
												? preferences.muted.filter((kind) => kind !== tip.kind)
												: [...preferences.muted, tip.kind],
									})
								}
							/>
						</li>
					))}
				</ul>
			</section>
		</div>
	);
}

/** Tenths are shown: less than half of one is no change. */
function trendWord(change: number | null) {
	if (change === null) return "coaching.trendFew";
	if (Math.abs(change) < 0.05) return "coaching.trendSame";
	return change > 0 ? "coaching.trendUp" : "coaching.trendDown";
}
