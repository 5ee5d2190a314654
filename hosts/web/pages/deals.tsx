import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { DealJson } from "../../../core/contract/deals.ts";
import type { EventJson } from "../../../core/contract/events.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate, type Place, usePlace, withQuery } from "../router.tsx";
import { SearchBox } from "../search-box.tsx";
import { useList } from "../use-list.ts";
import { useLoad } from "../use-load.ts";

const FILTERS = ["search", "status", "stageId", "ownerId", "teamId", "closeFrom", "closeTo"] as const;
const FIRST_SORT = "closeDate";

/** The deals one may see, with the chance of each. Filters and sorting live in the address. */
export function DealsPage() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const query = queryOf(place);
	const list = useList<DealJson>({
		key: JSON.stringify(query),
		load: (cursor) => session.client.deals({ ...query, ...(cursor ? { cursor } : {}) }),
		one: async (id) => (await session.client.deal(id)).deal,
		hears: concernsDeals,
	});
	const shown = list.data
		? t("deals.count", {
				count: list.data.total,
				shown: formatNumber(list.data.total, locale),
				more: list.data.totalIsAtLeast ? "yes" : "no",
			})
		: "";
	return (
		<Page title={t("nav.deals")}>
			<Filters place={place} />
			<p role="status" className="cs-muted list-count">
				{shown}
			</p>
			<Loading of={list} lines={12}>
				{(page) =>
					page.items.length === 0 ? (
						<NoDeals filtered={FILTERS.some((f) => place.query.has(f))} />
					) : (
						<>
							<DealTable rows={page.items} sort={query.sort} changed={list.changed} place={place} />
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
	const status = place.query.get("status") ?? "open";
	const query: Record<string, string> & { sort: string } = { sort: place.query.get("sort") ?? FIRST_SORT };
	for (const name of FILTERS) {
		const value = place.query.get(name);
		if (value && name !== "status") query[name] = value;
	}
	if (status !== "all") query["status"] = status;
	return query as { sort: string; status?: "open" | "won" | "lost" };
}

function concernsDeals(happened: EventJson): boolean {
	return happened.entity === "deal" || happened.type === "import.finished" || happened.type === "import.undone";
}

function DealTable(props: { rows: DealJson[]; sort: string; changed: ReadonlySet<string>; place: Place }) {
	const { t, locale, now } = useSpeech();
	const today = new Date(now()).toISOString().slice(0, 10);
	const money = (deal: DealJson) => (deal.amount ? formatMoney(readMoney(deal.amount), locale, { whole: true }) : "–");
	const day = (deal: DealJson) => (deal.closeDate ? formatDay(deal.closeDate, locale, today) : "–");
	const columns: Column<DealJson>[] = [
		{
			key: "name",
			header: t("deal.name"),
			sort: "name",
			cell: (deal) => (
				<>
					<Link to={`/deals/${deal.id}`} data-row-link>
						{deal.name}
					</Link>
					<span className="cs-sub">
						{subOf(deal)}
						<span className="cs-narrow-only">
							{deal.stage.name} · <bdi>{money(deal)}</bdi> · {day(deal)}
						</span>
					</span>
				</>
			),
		},
		{ key: "stage", header: t("deal.stage"), narrow: false, cell: (deal) => deal.stage.name },
		{ key: "owner", header: t("deal.owner"), narrow: false, cell: (deal) => deal.owner?.name ?? t("deal.noOwner") },
		{
			key: "amount",
			header: t("deal.amount"),
			figure: true,
			sort: "amount",
			narrow: false,
			cell: (deal) => (
				<>
					{money(deal)}
					{deal.amount && !deal.amountReporting && <span className="cs-sub">{t("deal.noRate")}</span>}
				</>
			),
		},
		{
			key: "close",
			header: t("deal.closeDate"),
			figure: true,
			sort: "closeDate",
			narrow: false,
			cell: (deal) => (
				<>
					{day(deal)}
					{deal.status === "open" && deal.closeDate && deal.closeDate < today && (
						<span className="cs-sub cs-amber">{t("deal.passed")}</span>
					)}
				</>
			),
		},
		{
			key: "probability",
			header: t("deal.probability"),
			figure: true,
			sort: "probability",
			cell: (deal) =>
				deal.probability ? (
					<NumberCell view={deal.probability} />
				) : deal.status === "open" ? (
					t("deal.notScored")
				) : (
					t(`status.${deal.status}`)
				),
		},
	];
	return (
		<DataTable
			caption={t("nav.deals")}
			columns={columns}
			rows={props.rows}
			rowKey={(deal) => deal.id}
			sort={props.sort}
			onSort={(sort) => navigate(withQuery(props.place, { sort }), { replace: true })}
			changed={props.changed}
		/>
	);
}

/** The account where the name does not say it, and the strongest reason beside the stage, which has its own column. */
function subOf(deal: DealJson): string {
	const account = deal.account && !deal.name.includes(deal.account.name) ? deal.account.name : null;
	const reason = deal.probability?.parts.find((p) => p.code !== "deal_stage");
	return [account, reason && `${reason.amount} ${reason.text}`].filter(Boolean).join(" · ");
}

function Filters({ place }: { place: Place }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const stages = useLoad("stages", () => session.client.stages());
	const people = useLoad("people", () => session.client.people());
	const set = (changes: Record<string, string | null>) => navigate(withQuery(place, changes), { replace: true });
	const filtered = FILTERS.some((f) => place.query.has(f));
	const [open, setOpen] = useState(false);
	return (
		<search className={`filters${open ? " filters-open" : ""}`}>
			<SearchBox place={place} label={t("deals.search")} />
			<Button className="filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
				{t("list.filters")}
			</Button>
			<Field label={t("deal.status")}>
				<Select
					value={place.query.get("status") ?? "open"}
					onChange={(_, d) => set({ status: d.value === "open" ? null : d.value })}
				>
					{(["open", "won", "lost", "all"] as const).map((s) => (
						<option key={s} value={s}>
							{t(`status.${s}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("deal.stage")}>
				<Select value={place.query.get("stageId") ?? ""} onChange={(_, d) => set({ stageId: d.value })}>
					<option value="">{t("list.any")}</option>
					{stages.data?.items
						.filter((s) => s.kind === "open")
						.map((s) => (
							<option key={s.id} value={s.id}>
								{s.name}
							</option>
						))}
				</Select>
			</Field>
			{people.data && people.data.items.length > 1 && (
				<Field label={t("deal.owner")}>
					<Select value={place.query.get("ownerId") ?? ""} onChange={(_, d) => set({ ownerId: d.value })}>
						<option value="">{t("list.anyone")}</option>
						{people.data.items.map((p) => (
							<option key={p.id} value={p.id}>
								{p.name}
							</option>
						))}
					</Select>
				</Field>
			)}
			<Field label={t("deals.closeFrom")}>
				<Input
					type="date"
					value={place.query.get("closeFrom") ?? ""}
					onChange={(_, d) => set({ closeFrom: d.value })}
				/>
			</Field>
			<Field label={t("deals.closeTo")}>
				<Input type="date" value={place.query.get("closeTo") ?? ""} onChange={(_, d) => set({ closeTo: d.value })} />
			</Field>
			{filtered && (
				<Button appearance="subtle" onClick={() => set(Object.fromEntries(FILTERS.map((f) => [f, null])))}>
					{t("list.clear")}
				</Button>
			)}
		</search>
	);
}

function NoDeals({ filtered }: { filtered: boolean }) {
	const { t } = useSpeech();
	return filtered ? (
		<StateNotice state="empty" title={t("deals.noneMatch")} action={<Link to="/deals">{t("list.clear")}</Link>} />
	) : (
		<StateNotice state="empty" title={t("deals.noneYet")} action={<Link to="/import">{t("home.emptyAction")}</Link>}>
			<p>{t("deals.noneSays")}</p>
		</StateNotice>
	);
}
