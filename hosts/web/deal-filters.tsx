import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { useSpeech } from "../kit/kit-words.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link, navigate, type Place, withQuery } from "./router.tsx";
import { SearchBox } from "./search-box.tsx";
import { useLoad } from "./use-load.ts";

/** What deals can be filtered by, besides words. */
export type DealFilterField = "status" | "stageId" | "ownerId" | "teamId" | "close" | "order";

/** Names that filters have in the address; `status` and the order are choices and never empty. */
const NAMES = ["search", "status", "stageId", "ownerId", "teamId", "closeFrom", "closeTo"] as const;
const ORDERS = { closeDate: "closeDate", "-amount": "amount", "-probability": "probability" } as const;

/** The same deals as a list or as a board; what both filter by goes along. */
export function DealWays({ place }: { place: Place }) {
	const { t } = useSpeech();
	const to = (path: string) => withQuery({ ...place, path }, { stage: null, stageId: null, status: null, sort: null });
	return (
		<nav className="grains" aria-label={t("deals.ways")}>
			{(
				[
					["/deals", "deals.asList"],
					["/board", "deals.asBoard"],
				] as const
			).map(([path, word]) => (
				<Link key={path} to={to(path)} aria-current={place.path === path ? "page" : undefined}>
					{t(word)}
				</Link>
			))}
		</nav>
	);
}

/** Filters of deals, kept in the address. */
export function DealFilters({ place, fields }: { place: Place; fields: DealFilterField[] }) {
	const { t } = useSpeech();
	const set = (changes: Record<string, string | null>) => navigate(withQuery(place, changes), { replace: true });
	const filtered = NAMES.some((name) => place.query.has(name));
	const [open, setOpen] = useState(false);
	const parts: Record<DealFilterField, () => ReactNode> = {
		status: () => <StatusField key="status" place={place} set={set} />,
		stageId: () => <StageField key="stageId" place={place} set={set} />,
		ownerId: () => <OwnerField key="ownerId" place={place} set={set} />,
		teamId: () => <TeamField key="teamId" place={place} set={set} />,
		close: () => <CloseFields key="close" place={place} set={set} />,
		order: () => <OrderField key="order" place={place} set={set} />,
	};
	return (
		<search className={`filters${open ? " filters-open" : ""}`}>
			<SearchBox place={place} label={t("deals.search")} />
			<Button className="filters-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
				{t("list.filters")}
			</Button>
			{fields.map((field) => parts[field]())}
			{filtered && (
				<Button appearance="subtle" onClick={() => set(Object.fromEntries(NAMES.map((name) => [name, null])))}>
					{t("list.clear")}
				</Button>
			)}
		</search>
	);
}

interface FieldProps {
	place: Place;
	set: (changes: Record<string, string | null>) => void;
}

function StatusField({ place, set }: FieldProps) {
	const { t } = useSpeech();
	return (
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
	);
}

function StageField({ place, set }: FieldProps) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const stages = useLoad("stages", () => session.client.stages());
	return (
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
	);
}

function OwnerField({ place, set }: FieldProps) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const people = useLoad("people", () => session.client.people());
	if (!people.data || people.data.items.length < 2) return null;
	return (
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
	);
}

function TeamField({ place, set }: FieldProps) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const teams = useLoad("teams", () => session.client.teams());
	if (!teams.data || teams.data.items.length < 2) return null;
	return (
		<Field label={t("deals.team")}>
			<Select value={place.query.get("teamId") ?? ""} onChange={(_, d) => set({ teamId: d.value })}>
				<option value="">{t("deals.anyTeam")}</option>
				{teams.data.items.map((team) => (
					<option key={team.id} value={team.id}>
						{team.name}
					</option>
				))}
			</Select>
		</Field>
	);
}

function CloseFields({ place, set }: FieldProps) {
	const { t } = useSpeech();
	return (
		<>
			{(["closeFrom", "closeTo"] as const).map((name) => (
				<Field key={name} label={t(`deals.${name}`)}>
					<Input type="date" value={place.query.get(name) ?? ""} onChange={(_, d) => set({ [name]: d.value })} />
				</Field>
			))}
		</>
	);
}

function OrderField({ place, set }: FieldProps) {
	const { t } = useSpeech();
	return (
		<Field label={t("deals.sort")}>
			<Select
				value={place.query.get("sort") ?? "closeDate"}
				onChange={(_, d) => set({ sort: d.value === "closeDate" ? null : d.value })}
			>
				{Object.entries(ORDERS).map(([sort, name]) => (
					<option key={sort} value={sort}>
						{t(`deals.sort.${name}`)}
					</option>
				))}
			</Select>
		</Field>
	);
}
