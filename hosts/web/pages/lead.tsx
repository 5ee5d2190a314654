import { Field, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { LEAD_STATUSES, type LeadStatus } from "../../../core/model/lead.ts";
import { formatCountry } from "../../../core/words/format-country.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { Fact } from "../deal-facts.tsx";
import { GradeSaid } from "../leads/grade-said.tsx";
import { HandOver } from "../leads/hand-over.tsx";
import "../leads/leads.css";
import { NextTouch } from "../leads/next-touch.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** One lead: how good, why, and what is known of it. */
export function LeadPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const lead = useLoad(
		id,
		() => session.client.lead(id),
		(e) => e.entityId === id,
	);
	return (
		<Page title={lead.data?.name ?? t("lead.one")} above={<Link to="/leads">{t("nav.leads")}</Link>}>
			<Loading of={lead} lines={8}>
				{(data) => (
					<>
						<p className="page-sub cs-muted">{[data.title, data.company].filter(Boolean).join(" · ")}</p>
						<div className="columns">
							<div>
								{data.score ? (
									<NumberCard view={data.score} form="long" heading={0} />
								) : (
									<p>{t("deal.notScoredYet")}</p>
								)}
								{data.grade && data.score && <GradeSaid lead={data} grade={data.grade} put={lead.put} />}
								{data.score && <NextTouch lead={data} />}
							</div>
							<LeadFacts lead={data} put={lead.put} reload={lead.reload} />
						</div>
					</>
				)}
			</Loading>
		</Page>
	);
}

function LeadFacts({ lead, put, reload }: { lead: LeadJson; put: (lead: LeadJson) => void; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const change = (status: LeadStatus) => {
		setFault(null);
		session.client.updateLead(lead.id, { status, version: lead.version }).then(put, (f: CourtsideError) => {
			setFault(f);
			reload();
		});
	};
	return (
		<section aria-labelledby="facts-title" className="facts">
			<h2 id="facts-title">{t("deal.facts")}</h2>
			{me.permissions.includes("leads:write") && (
				<Field label={t("lead.status")}>
					<Select value={lead.status} onChange={(_, d) => change(d.value as LeadStatus)}>
						{LEAD_STATUSES.map((s) => (
							<option key={s} value={s}>
								{t(`leadStatus.${s}`)}
							</option>
						))}
					</Select>
				</Field>
			)}
			{fault && <FaultNotice fault={fault} />}
			{me.permissions.includes("leads:write") && lead.score && <HandOver lead={lead} done={reload} />}
			<dl className="facts-list">
				<Fact name={t("start.email")}>{lead.email ? <a href={`mailto:${lead.email}`}>{lead.email}</a> : "–"}</Fact>
				<Fact name={t("lead.phone")}>{lead.phone ?? "–"}</Fact>
				<Fact name={t("lead.industry")}>{lead.industry ?? "–"}</Fact>
				<Fact name={t("lead.country")}>{lead.country ? formatCountry(lead.country, locale) : "–"}</Fact>
				<Fact name={t("lead.employees")}>{lead.employees === null ? "–" : formatNumber(lead.employees, locale)}</Fact>
				<Fact name={t("lead.source")}>{lead.source ?? "–"}</Fact>
				<Fact name={t("deal.owner")}>{lead.owner?.name ?? t("deal.noOwner")}</Fact>
				<Fact name={t("lead.created")}>{formatInstant(Date.parse(lead.createdAt), locale, zone)}</Fact>
			</dl>
		</section>
	);
}
