import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { QualityJson } from "../../../core/contract/quality.ts";
import { formatShare } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Completeness } from "../quality/completeness.tsx";
import { DuplicatePairs } from "../quality/duplicate-pairs.tsx";
import { FixesMade } from "../quality/fixes-made.tsx";
import { costText, QualityCost } from "../quality/quality-cost.tsx";
import "../quality/quality.css";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** How far the data can be trusted, what that costs the forecast, what is wrong, and how to mend it. */
export function QualityPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"quality",
		() => session.client.quality(),
		(e) => e.type === "quality.scanned",
	);
	const { data } = loaded;
	const faults = data ? data.rules.reduce((sum, rule) => sum + rule.faulty, 0) + twinsOf(data) : 0;
	const heading = data?.score?.value
		? t("quality.heading", { score: data.score.text.value, faults })
		: t("quality.headingNone");
	return (
		<Page
			title={t("nav.quality")}
			heading={heading}
			actions={data?.score && <Check word="quality.checkAgain" since={data.score.asOf} />}
		>
			<Loading of={loaded} lines={10}>
				{(quality) =>
					quality.score ? (
						<State quality={quality} reload={loaded.reload} />
					) : (
						<StateNotice state="empty" title={t("quality.none")} action={<Check word="quality.check" since={null} />}>
							<p>{t("quality.noneSays")}</p>
						</StateNotice>
					)
				}
			</Loading>
		</Page>
	);
}

function twinsOf({ duplicates }: QualityJson): number {
	return duplicates.account.open + duplicates.contact.open;
}

/** Has the data checked; says so until a newer check is there. */
function Check({ word, since }: { word: "quality.check" | "quality.checkAgain"; since: string | null }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [askedAt, setAskedAt] = useState<string | null | undefined>(undefined);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const isWaiting = askedAt !== undefined && askedAt === since && !fault;
	const ask = () => {
		setFault(null);
		setAskedAt(since);
		session.client.checkQuality().catch(setFault);
	};
	if (isWaiting) return <Progress text={t("quality.checking")} done={null} total={null} />;
	return (
		<>
			<Button appearance={since ? "secondary" : "primary"} onClick={ask}>
				{t(word)}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}

function State({ quality, reload }: { quality: QualityJson; reload: () => void }) {
	return (
		<div className="stack">
			<div className="columns">
				<section>{quality.score && <NumberCard view={quality.score} form="long" heading={0} />}</section>
				<QualityCost quality={quality} />
			</div>
			<Rules quality={quality} />
			<DuplicatePairs counts={quality.duplicates} done={reload} />
			<Completeness rows={quality.completeness} />
			<FixesMade version={quality.score?.id ?? ""} done={reload} />
		</div>
	);
}

function Rules({ quality }: { quality: QualityJson }) {
	const { t, locale } = useSpeech();
	const broken = quality.rules.filter((rule) => rule.faulty > 0).sort((a, b) => b.faulty / b.of - a.faulty / a.of);
	return (
		<section aria-labelledby="rules-title">
			<h2 id="rules-title">{t("quality.rulesTitle")}</h2>
			{broken.length === 0 ? (
				<p className="cs-muted">{t("quality.allRight")}</p>
			) : (
				<DataTable
					caption={t("quality.rulesTitle")}
					rows={broken}
					rowKey={(rule) => rule.rule}
					columns={[
						{
							key: "fault",
							header: t("quality.fault"),
							cell: (rule) => (
								<Link to={`/quality/${rule.rule}`} data-row-link>
									{rule.text}
								</Link>
							),
						},
						{
							key: "share",
							header: t("quality.share"),
							figure: true,
							cell: (rule) => formatShare(rule.faulty / rule.of, locale),
						},
						{
							key: "cost",
							header: t("quality.costs"),
							figure: true,
							narrow: false,
							cell: (rule) => (rule.cost ? costText(rule.cost, t, locale) : "–"),
						},
					]}
				/>
			)}
		</section>
	);
}
