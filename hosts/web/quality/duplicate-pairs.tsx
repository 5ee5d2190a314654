import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { DuplicatesJson, QualityJson } from "../../../core/contract/quality.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

type Pair = DuplicatesJson["items"][number];
type Entity = Pair["entity"];

/** Signs are evidence, never proof. */
const MOST_SURE = 0.99;
const FIRST = 10;
const MOST = 100;

/** Records that probably stand twice: why, which to keep, merge or tell apart; the sure ones all at once. */
export function DuplicatePairs({ counts, done }: { counts: QualityJson["duplicates"]; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [entity, setEntity] = useState<Entity>(
		counts.account.open === 0 && counts.contact.open > 0 ? "contact" : "account",
	);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const [shown, setShown] = useState(FIRST);
	const mayWrite = useMe().permissions.includes("quality:write");
	const pairs = useLoad(
		`${entity} ${counts[entity].open} ${shown}`,
		() => session.client.duplicates({ entity, limit: shown }),
		(e) => e.type === "quality.scanned",
	);
	const act = (work: Promise<unknown>) => {
		setBusy(true);
		setFault(null);
		work
			.then(
				() => {
					pairs.reload();
					done();
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	const { sure } = counts[entity];
	return (
		<section aria-labelledby="twins-title">
			<h2 id="twins-title">{t("quality.twinsTitle")}</h2>
			<div className="row">
				{(["account", "contact"] as const).map((kind) => (
					<Button
						key={kind}
						size="small"
						appearance={kind === entity ? "primary" : "secondary"}
						aria-pressed={kind === entity}
						onClick={() => setEntity(kind)}
					>
						{t(`quality.twins.${kind}`, { count: counts[kind].open })}
					</Button>
				))}
				{mayWrite && sure > 0 && (
					<Button
						size="small"
						disabledFocusable={busy}
						onClick={() => act(session.client.mergeDuplicates({ sure: entity }))}
					>
						{t("quality.mergeSure", { count: sure })}
					</Button>
				)}
			</div>
			{mayWrite && sure > 0 && <p className="cs-muted">{t("quality.sureSays")}</p>}
			{busy && <Progress text={t("quality.merging")} done={null} total={null} />}
			{fault && <FaultNotice fault={fault} />}
			<Loading of={pairs} lines={4}>
				{({ items, hasMore }) =>
					items.length === 0 ? (
						<p className="cs-muted">{t("quality.noTwins")}</p>
					) : (
						<>
							<ul className="twins">
								{items.map((pair) => (
									<Twins
										key={pair.id}
										pair={pair}
										locked={busy || !mayWrite}
										merge={(keepId) => act(session.client.mergeDuplicates({ pairs: [{ pairId: pair.id, keepId }] }))}
										part={() => act(session.client.tellApart({ pairIds: [pair.id] }))}
									/>
								))}
							</ul>
							{hasMore && shown < MOST && <Button onClick={() => setShown(MOST)}>{t("list.more")}</Button>}
						</>
					)
				}
			</Loading>
		</section>
	);
}

function Twins(props: { pair: Pair; locked: boolean; merge: (keepId: string) => void; part: () => void }) {
	const { t, locale } = useSpeech();
	const { pair, locked, merge, part } = props;
	const [keepId, setKeepId] = useState(pair.keep.id);
	return (
		<li className="twin">
			<fieldset disabled={locked}>
				<legend>
					{t("quality.likely", { percent: formatPercent(Math.min(MOST_SURE, pair.probability), locale) })}
				</legend>
				{[pair.keep, pair.other].map((side) => (
					<label key={side.id} className="twin-side">
						<input
							type="radio"
							name={pair.id}
							checked={keepId === side.id}
							onChange={() => setKeepId(side.id)}
							aria-label={`${t("quality.keep")}: ${side.name}`}
						/>
						<span>
							<strong>{side.name}</strong>
							<span className="cs-sub">{side.facts.join(" · ")}</span>
							{pair.entity === "account" && (
								<span className="cs-sub">{t("quality.hangsOn", { deals: side.deals, contacts: side.contacts })}</span>
							)}
						</span>
					</label>
				))}
			</fieldset>
			<p className="twin-reasons">
				{pair.reasons.map(({ isFor, text }) => `${isFor ? "+" : "−"} ${text}`).join(" · ")}
			</p>
			{!locked && (
				<div className="row">
					<Button size="small" appearance="primary" onClick={() => merge(keepId)}>
						{t("quality.merge")}
					</Button>
					<Button size="small" onClick={part}>
						{t("quality.different")}
					</Button>
				</div>
			)}
		</li>
	);
}
