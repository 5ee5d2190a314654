import { Button, Checkbox } from "@fluentui/react-components";
import { ArrowDownRegular } from "@fluentui/react-icons/svg/arrow-down";
import { ArrowUpRegular } from "@fluentui/react-icons/svg/arrow-up";
import { useState } from "react";
import type { PlanStepJson, RoomJson } from "../../../core/contract/room.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { PlanStepForm } from "./plan-step-form.tsx";
import { type Deed, useDeed } from "./use-deed.ts";

/** What both sides agreed to do until the deal closes: in order, with who and when. */
export function PlanPart(props: { dealId: string; room: RoomJson; mayChange: boolean; reload: () => void }) {
	const { t } = useSpeech();
	const { dealId, room, mayChange, reload } = props;
	const { plan } = room;
	const deed = useDeed();
	const [editing, setEditing] = useState<string | null>(null);
	const overdue = plan.filter((s) => s.isOverdue).length;
	const open = plan.filter((s) => s.state === "open").length;
	const finding =
		plan.length === 0
			? t("plan.noneTitle")
			: overdue > 0
				? t("plan.overdue", { count: overdue })
				: open > 0
					? t("plan.onTime", { count: open })
					: t("plan.allDone");
	return (
		<section aria-labelledby="plan-title" className="stack">
			<h2 id="plan-title">{finding}</h2>
			{plan.length === 0 && <p className="cs-muted plan-none">{t("plan.noneSays")}</p>}
			{deed.fault && <FaultNotice fault={deed.fault} onRetry={reload} />}
			<ol className="plan">
				{plan.map((step, k) =>
					editing === step.id ? (
						<li key={step.id}>
							<PlanStepForm
								dealId={dealId}
								step={step}
								contacts={room.people}
								cancel={() => setEditing(null)}
								done={() => {
									setEditing(null);
									reload();
								}}
							/>
						</li>
					) : (
						<PlanLine
							key={step.id}
							dealId={dealId}
							step={step}
							before={k > 0 ? (plan[k - 1]?.id ?? null) : undefined}
							after={k < plan.length - 1 ? (plan[k + 2]?.id ?? null) : undefined}
							mayChange={mayChange}
							edit={() => setEditing(step.id)}
							reload={reload}
							deed={deed}
						/>
					),
				)}
			</ol>
			{mayChange && <PlanStepForm dealId={dealId} step={null} contacts={room.people} done={reload} />}
		</section>
	);
}

function PlanLine(props: {
	dealId: string;
	step: PlanStepJson;
	/** Which step it would stand in front of when moved up or down; undefined where it cannot. */
	before: string | null | undefined;
	after: string | null | undefined;
	mayChange: boolean;
	edit: () => void;
	reload: () => void;
	deed: Deed;
}) {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const { dealId, step, mayChange, deed, reload } = props;
	const change = (body: { state?: PlanStepJson["state"]; before?: string | null }) =>
		deed.run(() => session.client.updatePlanStep(dealId, step.id, { ...body, version: step.version }), reload);
	const who = step.owner?.name ?? step.contact?.name;
	const today = dateIn(zone, now());
	return (
		<li className={`plan-step plan-step-${step.state}`}>
			<Checkbox
				checked={step.state === "done"}
				disabled={!mayChange || deed.busy}
				aria-label={t("plan.doneOf", { title: step.title })}
				onChange={(_, d) => change({ state: d.checked === true ? "done" : "open" })}
			/>
			<div>
				<span className="plan-step-title">{step.title}</span>
				<span className="cs-sub">
					{[t(`plan.${step.side}`), who].filter(Boolean).join(" · ")}
					{step.dueOn && (
						<>
							{" · "}
							<time dateTime={step.dueOn} className={step.isOverdue ? "cs-amber" : undefined}>
								{step.isOverdue
									? t("plan.wasDue", { day: formatDay(step.dueOn, locale, today) })
									: formatDay(step.dueOn, locale, today)}
							</time>
						</>
					)}
					{step.state === "dropped" && ` · ${t("plan.dropped")}`}
				</span>
			</div>
			{mayChange && (
				<div className="plan-tools">
					<Button
						size="small"
						appearance="subtle"
						icon={<ArrowUpRegular />}
						aria-label={t("plan.up", { title: step.title })}
						disabled={props.before === undefined || deed.busy}
						onClick={() => change({ before: props.before ?? null })}
					/>
					<Button
						size="small"
						appearance="subtle"
						icon={<ArrowDownRegular />}
						aria-label={t("plan.down", { title: step.title })}
						disabled={props.after === undefined || deed.busy}
						onClick={() => change({ before: props.after ?? null })}
					/>
					<Button size="small" onClick={props.edit} aria-label={`${t("deal.edit")}: ${step.title}`}>
						{t("deal.edit")}
					</Button>
					{step.state !== "done" && (
						<Button
							size="small"
							disabled={deed.busy}
							onClick={() => change({ state: step.state === "open" ? "dropped" : "open" })}
						>
							{t(step.state === "open" ? "plan.drop" : "plan.reopen")}
						</Button>
					)}
				</div>
			)}
		</li>
	);
}
