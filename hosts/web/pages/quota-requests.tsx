import { Button, Field, Select, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { QuotaRequestJson } from "../../../core/contract/quotas.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import "../quotas/quotas.css";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Who asks for another quota, what was said to it, and what I may say. */
export function QuotaRequestsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"quota-requests",
		() => session.client.quotaRequests(),
		(e) => e.type === "quota.changed",
	);
	const mine = loaded.data?.items.filter((r) => r.may.some((may) => may !== "withdrawn")).length ?? 0;
	return (
		<Page
			title={t("quotaRequests.title")}
			heading={loaded.data ? t("quotaRequests.heading", { n: mine }) : t("quotaRequests.title")}
			above={<QuotaWays />}
		>
			<Loading of={loaded} lines={8}>
				{({ items }) =>
					items.length === 0 ? (
						<StateNotice
							state="empty"
							title={t("quotaRequests.none")}
							action={<Link to="/quotas">{t("quotaPage.now")}</Link>}
						>
							<p>{t("quotaRequests.noneSays")}</p>
						</StateNotice>
					) : (
						<ul className="quota-requests">
							{items.map((request) => (
								<Request key={`${request.id} ${request.version}`} request={request} done={loaded.reload} />
							))}
						</ul>
					)
				}
			</Loading>
		</Page>
	);
}

function Request({ request, done }: { request: QuotaRequestJson; done: () => void }) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const money = (of: QuotaRequestJson["had"]) => formatMoney(readMoney(of), locale, { whole: true });
	return (
		<li className="quota-request stack-tight">
			<p>
				<strong>{request.user.name}</strong> · {nameOf(request.period)} ·{" "}
				{t("quotaRequests.fromTo", { had: money(request.had), asked: money(request.asked) })}
			</p>
			<p>{request.reason}</p>
			<p className="cs-muted">
				{t(`quotaRequests.state.${request.state}`)} · {formatInstant(Date.parse(request.askedAt), locale, zone)}
			</p>
			{request.steps.length > 0 && (
				<ul className="quota-list">
					{request.steps.map((step) => (
						<li key={step.at}>
							{[
								t(`quotaRequests.did.${step.decision}`, { name: step.by ?? "–" }),
								formatInstant(Date.parse(step.at), locale, zone),
								step.comment,
							]
								.filter(Boolean)
								.join(" · ")}
						</li>
					))}
				</ul>
			)}
			{request.may.length > 0 && <Decide request={request} done={done} />}
		</li>
	);
}

function Decide({ request, done }: { request: QuotaRequestJson; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [comment, setComment] = useState("");
	const [carriedBy, setCarriedBy] = useState<"team" | "peers">("team");
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const { may, version } = request;
	const say = (decision: (typeof may)[number]) => {
		setBusy(true);
		setFault(null);
		const said = comment.trim() === "" ? {} : { comment: comment.trim() };
		session.client.decideQuotaRequest(request.id, { version, decision, carriedBy, ...said }).then(done, (caught) => {
			setFault(caught);
			setBusy(false);
		});
	};
	const answers = may.some((m) => m !== "withdrawn");
	return (
		<div className="stack-tight">
			{answers && (
				<Field label={t("quotaRequests.comment")}>
					<Textarea rows={2} maxLength={2000} value={comment} onChange={(_, { value }) => setComment(value)} />
				</Field>
			)}
			{may.includes("granted") && (
				<Field label={t("quotaRequests.carriedBy")}>
					<Select value={carriedBy} onChange={(_, { value }) => setCarriedBy(value === "peers" ? "peers" : "team")}>
						<option value="team">{t("quotaRequests.carriedBy.team")}</option>
						<option value="peers">{t("quotaRequests.carriedBy.peers")}</option>
					</Select>
				</Field>
			)}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				{may.map((decision, k) => (
					<Button
						key={decision}
						size="small"
						appearance={k === 0 && decision !== "withdrawn" ? "primary" : "secondary"}
						disabled={busy}
						onClick={() => say(decision)}
					>
						{t(`quotaRequests.do.${decision}`)}
					</Button>
				))}
			</div>
		</div>
	);
}
