import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { RoomJson, StakeholderJson } from "../../../core/contract/room.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { PeopleMap } from "./people-map.tsx";
import { PersonForm } from "./person-form.tsx";

/** Who decides at the customer: what is missing, the map, and the same as a table. */
export function PeoplePart(props: { dealId: string; room: RoomJson; mayChange: boolean; reload: () => void }) {
	const { t, locale, zone, now } = useSpeech();
	const { dealId, room, mayChange } = props;
	const { people, gaps } = room;
	const [form, setForm] = useState<{ person: StakeholderJson | null } | null>(null);
	const open = (person: StakeholderJson | null) => mayChange && setForm({ person });
	const since = (at: string | null) => (at ? formatSince(Date.parse(at), now(), locale, zone) : t("stakeholder.never"));
	const list = (names: string[]) => new Intl.ListFormat(locale, { type: "disjunction" }).format(names);
	const silent = people.filter((p) => p.isSilent).map((p) => p.contact.name);
	const finding =
		gaps.length > 0
			? t("stakeholder.missing", { roles: list(gaps.map((role) => t(`stakeholder.role.${role}`))) })
			: silent.length > 0
				? t("stakeholder.silentNow", { names: new Intl.ListFormat(locale).format(silent), count: silent.length })
				: t("stakeholder.complete");
	const columns: Column<StakeholderJson>[] = [
		{
			key: "name",
			header: t("stakeholder.name"),
			cell: (p) => (
				<>
					<bdi>{p.contact.name}</bdi>
					<span className="cs-sub">
						{[p.contact.title, p.note].filter(Boolean).join(" · ")}
						<span className="cs-narrow-only">
							{p.roles.map((r) => t(`stakeholder.role.${r}`)).join(", ")} · {t(`stakeholder.stance.${p.stance}`)}
						</span>
					</span>
				</>
			),
		},
		{
			key: "roles",
			header: t("stakeholder.roles"),
			narrow: false,
			cell: (p) => p.roles.map((r) => t(`stakeholder.role.${r}`)).join(", ") || "–",
		},
		{ key: "stance", header: t("stakeholder.stance"), narrow: false, cell: (p) => t(`stakeholder.stance.${p.stance}`) },
		{
			key: "influence",
			header: t("stakeholder.influence"),
			narrow: false,
			cell: (p) => t(`stakeholder.influence.${p.influence as 1 | 2 | 3}`),
		},
		{
			key: "last",
			header: t("stakeholder.lastFrom"),
			cell: (p) => (
				<>
					{since(p.lastInAt)}
					{p.isSilent && <span className="cs-sub cs-amber">{t("stakeholder.silent")}</span>}
				</>
			),
		},
		...(mayChange
			? [
					{
						key: "edit",
						header: t("stakeholder.change"),
						cell: (p: StakeholderJson) => (
							<Button size="small" onClick={() => open(p)} aria-label={`${t("deal.edit")}: ${p.contact.name}`}>
								{t("deal.edit")}
							</Button>
						),
					},
				]
			: []),
	];
	return (
		<section aria-labelledby="people-title" className="stack">
			<div className="section-head">
				<h2 id="people-title">{people.length === 0 ? t("stakeholder.noneTitle") : finding}</h2>
				{mayChange && people.length > 0 && <Button onClick={() => open(null)}>{t("stakeholder.add")}</Button>}
			</div>
			{people.length === 0 ? (
				<StateNotice
					state="empty"
					title={t("stakeholder.noneYet")}
					action={
						mayChange && (
							<Button appearance="primary" onClick={() => open(null)}>
								{t("stakeholder.add")}
							</Button>
						)
					}
				>
					<p>{t("stakeholder.noneSays")}</p>
				</StateNotice>
			) : (
				<>
					<PeopleMap people={people} open={open} />
					<DataTable caption={t("stakeholder.table")} columns={columns} rows={people} rowKey={(p) => p.contact.id} />
				</>
			)}
			{form && (
				<PersonForm
					dealId={dealId}
					person={form.person}
					candidates={room.candidates}
					done={() => {
						setForm(null);
						props.reload();
					}}
				/>
			)}
		</section>
	);
}
