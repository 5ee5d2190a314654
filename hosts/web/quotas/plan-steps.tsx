import { Button, Field, Select, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import type { QuotaPlanJson } from "../../../core/contract/quota-plans.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatSigned } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { showAmount } from "./quota-amount.ts";

interface Settling {
	plan: QuotaPlanJson;
	busy: boolean;
	settle: (call: Promise<QuotaPlanJson>) => Promise<boolean>;
}

/** What can be done with the plan as it stands, what was done, and one version beside another. */
export function PlanSteps({ plan, busy, settle }: Settling) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [comment, setComment] = useState("");
	const { may, version } = plan;
	const said = comment.trim() === "" ? {} : { comment: comment.trim() };
	const take = async (call: Promise<QuotaPlanJson>) => {
		if (await settle(call)) setComment("");
	};
	const step = (name: "versions" | "submit" | "withdraw" | "publish") =>
		take(session.client.stepQuotaPlan(plan.id, name, { version, ...said }));
	const decide = (decision: "approved" | "returned") =>
		take(session.client.decideQuotaPlan(plan.id, { version, decision, ...said }));
	const mayWithdraw = plan.state === "submitted" && me.permissions.includes("quotas:write");
	const acts = may.edit || may.submit || may.decide || may.publish || mayWithdraw;
	return (
		<section aria-labelledby="plan-steps" className="stack-tight">
			<h2 id="plan-steps">{t("quotaPlan.steps")}</h2>
			<p>{t(`quotaPlan.now.${plan.state}`)}</p>
			{acts && (
				<>
					<Field label={t("quotaPlan.comment")} {...(may.decide && { hint: t("quotaPlan.commentHint") })}>
						<Textarea rows={2} maxLength={2000} value={comment} onChange={(_, { value }) => setComment(value)} />
					</Field>
					<div className="row">
						{may.submit && (
							<Button appearance="primary" disabled={busy} onClick={() => void step("submit")}>
								{t("quotaPlan.do.submit")}
							</Button>
						)}
						{may.decide && (
							<>
								<Button appearance="primary" disabled={busy} onClick={() => void decide("approved")}>
									{t("quotaPlan.do.approve")}
								</Button>
								<Button disabled={busy || comment.trim() === ""} onClick={() => void decide("returned")}>
									{t("quotaPlan.do.return")}
								</Button>
							</>
						)}
						{may.publish && (
							<Button appearance="primary" disabled={busy} onClick={() => void step("publish")}>
								{t("quotaPlan.do.publish")}
							</Button>
						)}
						{mayWithdraw && (
							<Button disabled={busy} onClick={() => void step("withdraw")}>
								{t("quotaPlan.do.withdraw")}
							</Button>
						)}
						{may.edit && (
							<Button disabled={busy} onClick={() => void step("versions")}>
								{t("quotaPlan.do.keep")}
							</Button>
						)}
					</div>
				</>
			)}
			{plan.steps.length > 0 && (
				<ul className="quota-list">
					{plan.steps.map((taken) => (
						<li key={taken.id}>
							{[
								t(`quotaPlan.did.${taken.action}`, { name: taken.by ?? "–" }),
								formatInstant(Date.parse(taken.at), locale, zone),
								taken.comment,
							]
								.filter(Boolean)
								.join(" · ")}
						</li>
					))}
				</ul>
			)}
			{plan.steps.length > 0 && <Compare plan={plan} />}
		</section>
	);
}

function Compare({ plan }: { plan: QuotaPlanJson }) {
	const { t, locale, zone } = useSpeech();
	const [from, setFrom] = useState("");
	return (
		<>
			<Field label={t("quotaPlan.compare")}>
				<Select value={from} onChange={(_, { value }) => setFrom(value)}>
					<option value="">{t("quotaPlan.compareNone")}</option>
					{plan.steps.map((taken) => (
						<option key={taken.id} value={taken.id}>
							{[
								t(`quotaPlan.did.${taken.action}`, { name: taken.by ?? "–" }),
								formatInstant(Date.parse(taken.at), locale, zone),
							].join(" · ")}
						</option>
					))}
				</Select>
			</Field>
			{from !== "" && <Compared plan={plan} from={from} />}
		</>
	);
}

function Compared({ plan, from }: { plan: QuotaPlanJson; from: string }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { currency } = plan;
	const loaded = useLoad(`${from} ${plan.version}`, () => session.client.compareQuotaPlan(plan.id, { from }));
	return (
		<Loading of={loaded} lines={5}>
			{({ rows }) => {
				const differ = rows.filter((row) => row.from !== row.to);
				if (differ.length === 0) return <p className="cs-muted">{t("quotaPlan.compareSame")}</p>;
				return (
					<DataTable
						caption={t("quotaPlan.compare")}
						rows={differ}
						rowKey={(row) => row.nodeId}
						columns={[
							{ key: "name", header: t("quota.who"), cell: (row) => row.name },
							{
								key: "from",
								header: t("quotaPlan.then"),
								figure: true,
								cell: (row) => showAmount(row.from, currency, locale),
							},
							{
								key: "to",
								header: t("quotaPlan.nowColumn"),
								figure: true,
								cell: (row) => showAmount(row.to, currency, locale),
							},
							{
								key: "difference",
								header: t("quotaPlan.difference"),
								figure: true,
								narrow: false,
								cell: (row) => {
									const minor = BigInt(row.to ?? 0) - BigInt(row.from ?? 0);
									return currency
										? formatSigned(minor, "money", locale, { currency, compact: true })
										: `${minor > 0n ? "+" : ""}${minor}`;
								},
							},
						]}
					/>
				);
			}}
		</Loading>
	);
}
