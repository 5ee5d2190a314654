import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CallDeskJson, ForecastOverrideJson } from "../../../core/contract/forecast-calls.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { OverrideForm, type OverrideTarget } from "./override-form.tsx";
import { PartList } from "./part-list.tsx";

/** Numbers that managers put beside the model's: who, when, why, and what they make of it. */
export function Overrides({ desk, done }: { desk: CallDeskJson; done: () => void }) {
	const { t, locale } = useSpeech();
	const [open, setOpen] = useState<OverrideTarget | null>(null);
	const ofNode = desk.overrides.filter((o) => o.deal === null && o.nodeId === desk.node.nodeId);
	const begin = (said: ForecastOverrideJson | null) =>
		setOpen({
			period: desk.period.name,
			name: said?.deal?.name ?? desk.node.name,
			...(said?.deal ? { dealId: said.deal.id } : { nodeId: said?.nodeId ?? desk.node.nodeId }),
			model: said && (said.deal || said.nodeId !== desk.node.nodeId) ? said.model.value : desk.model.value,
			version: said?.version ?? ofNode[0]?.version ?? 0,
		});
	return (
		<section aria-labelledby="overrides-title">
			<div className="section-head">
				<h2 id="overrides-title">{t("byHand.title")}</h2>
				{desk.mayOverride && <Button onClick={() => begin(null)}>{t("byHand.add")}</Button>}
			</div>
			{desk.overrides.length === 0 && <p className="cs-muted">{t("byHand.none")}</p>}
			{desk.adjusted && (
				<PartList
					label={t("byHand.title")}
					base={desk.adjusted.base}
					parts={desk.adjusted.parts.map((p) => ({ ...p, name: nameOf(desk, p.about) }))}
					totalText={t("byHand.comesTo")}
					total={formatMoney(readMoney(desk.adjusted.value), locale, { whole: true })}
				/>
			)}
			<ul className="overrides">
				{desk.overrides.map((said) => (
					<Said
						key={said.id}
						said={said}
						isNewest={isNewest(desk.overrides, said)}
						mayChange={desk.mayOverride}
						again={() => begin(said)}
						done={done}
					/>
				))}
			</ul>
			{open && (
				<OverrideForm
					target={open}
					done={() => {
						setOpen(null);
						done();
					}}
				/>
			)}
		</section>
	);
}

function Said(props: {
	said: ForecastOverrideJson;
	isNewest: boolean;
	mayChange: boolean;
	again: () => void;
	done: () => void;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { said, isNewest: isLast, mayChange } = props;
	const deed = useDeed();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	const asks = isLast && (said.state === "ask_age" || said.state === "ask_stage");
	return (
		<li>
			<p>
				<strong className="cs-figure">{say(said.value)}</strong>{" "}
				{said.deal && <Link to={`/deals/${said.deal.id}`}>{said.deal.name}</Link>}{" "}
				<span className="cs-muted">
					{t("byHand.by", {
						who: said.by.name,
						when: formatInstant(Date.parse(said.at), locale, zone),
						model: say(said.model.value),
					})}
				</span>
			</p>
			<p>{said.reason}</p>
			<p className="cs-muted">
				{said.withdrawn
					? t("byHand.withdrawn", {
							who: said.withdrawn.by.name,
							when: formatInstant(Date.parse(said.withdrawn.at), locale, zone),
						})
					: !isLast
						? t("byHand.replaced")
						: t(said.isUsed ? "byHand.isUsed" : "byHand.isNotUsed")}
			</p>
			{asks && <p className="calls-asks">{t(said.state === "ask_age" ? "byHand.askAge" : "byHand.askStage")}</p>}
			{mayChange && isLast && !said.withdrawn && (
				<div className="row">
					<Button size="small" onClick={props.again}>
						{t("byHand.again")}
					</Button>
					<Button
						size="small"
						disabled={deed.busy}
						onClick={() => deed.run(() => session.client.withdrawOverride(said.id), props.done)}
					>
						{t("byHand.withdraw")}
					</Button>
				</div>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</li>
	);
}

/** They come newest first. */
function isNewest(all: ForecastOverrideJson[], said: ForecastOverrideJson): boolean {
	return all.find((o) => o.nodeId === said.nodeId && o.deal?.id === said.deal?.id)?.id === said.id;
}

function nameOf(desk: CallDeskJson, about: { entity: string; id: string } | undefined): string | null {
	if (about?.entity !== "deal") return null;
	return desk.overrides.find((o) => o.deal?.id === about.id)?.deal?.name ?? null;
}
