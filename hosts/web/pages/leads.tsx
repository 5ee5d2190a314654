import { type ReactNode, useState } from "react";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { leadTable } from "../../../core/contract/tables/lead-table.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import "../leads/advice.css";
import { GradeCell } from "../leads/grade-said.tsx";
import { NextStepCell, OwnerCell, RoomlessAdvice } from "../leads/lead-advice-cells.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import { useLeadAdvice } from "../leads/use-lead-advice.ts";
import { FaultNotice, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";

/** The leads to work, best first, each with what to do next and who should have it. */
export function LeadsPage() {
	const speech = useSpeech();
	const { t, locale } = speech;
	const { session } = usePortal();
	const view = useTableView(leadTable);
	const list = useList<LeadJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.leads({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.lead(id),
		hears: (e) => e.entity === "lead" || e.type === "import.finished" || e.type === "import.undone",
	});
	const { advice, reload } = useLeadAdvice(list.data?.items ?? []);
	const deed = useDeed();
	const [gave, setGave] = useState("");
	const give = (lead: LeadJson, to: { id: string; name: string }) =>
		deed.run(
			async () => {
				await session.client.acceptLeadOwner(lead.id, { toId: to.id }, crypto.randomUUID());
				setGave(t("leads.gave", { lead: lead.name, name: to.name }));
			},
			() => {
				list.reload();
				reload();
			},
		);
	const looks: Looks<LeadJson> = {
		...looksOf(speech, (lead) => (
			<RoomlessAdvice lead={lead} advice={advice.get(lead.id)} busy={deed.busy} give={give} />
		)),
		owner: {
			cell: (lead) => <OwnerCell lead={lead} advice={advice.get(lead.id)} busy={deed.busy} give={give} />,
		},
	};
	return (
		<Page title={t("nav.leads")} above={<LeadWays />}>
			<p role="status" className="cs-muted lead-gave">
				{gave}
			</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			<LongTable
				view={view}
				list={list}
				looks={looks}
				also={[
					{
						key: "next",
						header: t("leads.next"),
						cell: (lead) => <NextStepCell advice={advice.get(lead.id)} />,
						narrow: false,
						desk: true,
					},
				]}
				count={(total, more) => t("leads.count", { count: total, shown: formatNumber(total, locale), more })}
				none={
					<StateNotice
						state="empty"
						title={t(view.isFiltered ? "leads.none" : "leads.noneYet")}
						action={view.isFiltered ? undefined : <BringData />}
					/>
				}
			/>
		</Page>
	);
}

function looksOf(
	{ t, locale, zone, now }: Speech,
	also: (lead: LeadJson) => ReactNode,
): Omit<Looks<LeadJson>, "owner"> {
	return {
		name: {
			cell: (lead) => (
				<>
					<Link to={`/leads/${lead.id}`} data-row-link>
						{lead.name}
					</Link>
					<span className="cs-sub">{[lead.title, lead.company].filter(Boolean).join(" · ")}</span>
					{also(lead)}
				</>
			),
		},
		grade: { cell: (lead) => (lead.grade ? <GradeCell grade={lead.grade} /> : "–") },
		createdAt: { cell: (lead) => formatSince(Date.parse(lead.createdAt), now(), locale, zone) },
		score: { cell: (lead) => (lead.score ? <NumberCell view={lead.score} /> : t("deal.notScored")) },
	};
}
