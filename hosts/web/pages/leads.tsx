import { Button, Field, Select } from "@fluentui/react-components";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { LEAD_STATUSES } from "../../../core/model/lead.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate, type Place, usePlace, withQuery } from "../router.tsx";
import { SearchBox } from "../search-box.tsx";
import { useList } from "../use-list.ts";

/** The leads to work, best first. */
export function LeadsPage() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const query = queryOf(place);
	const list = useList<LeadJson>({
		key: JSON.stringify(query),
		load: (cursor) => session.client.leads({ ...query, ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.lead(id),
		hears: (e) => e.entity === "lead" || e.type === "import.finished" || e.type === "import.undone",
	});
	const total = list.data
		? t("leads.count", {
				count: list.data.total,
				shown: formatNumber(list.data.total, locale),
				more: list.data.totalIsAtLeast ? "yes" : "no",
			})
		: "";
	return (
		<Page title={t("nav.leads")}>
			<search className="filters">
				<SearchBox place={place} label={t("leads.search")} />
				<Field label={t("lead.status")}>
					<Select
						value={place.query.get("status") ?? "toWork"}
						onChange={(_, d) =>
							navigate(withQuery(place, { status: d.value === "toWork" ? null : d.value }), { replace: true })
						}
					>
						<option value="toWork">{t("leads.toWork")}</option>
						{LEAD_STATUSES.map((s) => (
							<option key={s} value={s}>
								{t(`leadStatus.${s}`)}
							</option>
						))}
						<option value="all">{t("status.all")}</option>
					</Select>
				</Field>
			</search>
			<p role="status" className="cs-muted list-count">
				{total}
			</p>
			<Loading of={list} lines={12}>
				{(page) =>
					page.items.length === 0 ? (
						<StateNotice
							state="empty"
							title={t("leads.none")}
							action={<Link to="/import">{t("home.emptyAction")}</Link>}
						/>
					) : (
						<>
							<LeadTable rows={page.items} sort={query.sort} changed={list.changed} place={place} />
							{page.nextCursor && (
								<div className="list-more">
									<Button onClick={list.more} disabled={list.busy}>
										{t("list.more")}
									</Button>
								</div>
							)}
						</>
					)
				}
			</Loading>
		</Page>
	);
}

function queryOf(place: Place) {
	const status = place.query.get("status");
	const search = place.query.get("search");
	const known = LEAD_STATUSES.find((s) => s === status);
	return {
		sort: place.query.get("sort") ?? "-score",
		...(search ? { search } : {}),
		...(known ? { status: known } : status === "all" ? {} : { open: "true" }),
	};
}

function LeadTable(props: { rows: LeadJson[]; sort: string; changed: ReadonlySet<string>; place: Place }) {
	const { t, locale, zone, now } = useSpeech();
	const columns: Column<LeadJson>[] = [
		{
			key: "name",
			header: t("lead.name"),
			sort: "name",
			cell: (lead) => (
				<>
					<Link to={`/leads/${lead.id}`} data-row-link>
						{lead.name}
					</Link>
					<span className="cs-sub">{[lead.title, lead.company].filter(Boolean).join(" · ")}</span>
				</>
			),
		},
		{ key: "status", header: t("lead.status"), narrow: false, cell: (lead) => t(`leadStatus.${lead.status}`) },
		{ key: "source", header: t("lead.source"), narrow: false, cell: (lead) => lead.source ?? "–" },
		{ key: "owner", header: t("deal.owner"), narrow: false, cell: (lead) => lead.owner?.name ?? t("deal.noOwner") },
		{
			key: "created",
			header: t("lead.created"),
			figure: true,
			sort: "createdAt",
			narrow: false,
			cell: (lead) => formatSince(Date.parse(lead.createdAt), now(), locale, zone),
		},
		{
			key: "score",
			header: t("lead.score"),
			figure: true,
			sort: "score",
			cell: (lead) => (lead.score ? <NumberCell view={lead.score} /> : t("deal.notScored")),
		},
	];
	return (
		<DataTable
			caption={t("nav.leads")}
			columns={columns}
			rows={props.rows}
			rowKey={(lead) => lead.id}
			sort={props.sort}
			onSort={(sort) => navigate(withQuery(props.place, { sort }), { replace: true })}
			changed={props.changed}
		/>
	);
}
