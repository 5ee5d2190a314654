import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PlacingJson } from "../../../core/contract/territory-placing.ts";
import type { TerritoryPlanItemJson } from "../../../core/contract/territory-plans.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import "../territories/territories.css";
import { useLoad } from "../use-load.ts";

/** Are the territories fair, what speaks for drawing them anew, and the plans there are. */
export function TerritoriesPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const plans = useLoad(
		"territory-plans",
		() => session.client.territoryPlans(),
		(e) => e.type === "territory.planned",
	);
	const advice = useLoad(
		"territory-advice",
		() => session.client.territoryAdvice(),
		(e) => e.type === "territory.planned" || e.type === "people.changed",
	);
	const found = advice.data?.items.length ?? null;
	const fresh = () => navigate("/territories/new");
	return (
		<Page
			title={t("nav.territories")}
			heading={found === null ? t("nav.territories") : t("terr.heading", { count: found })}
			actions={
				plans.data && plans.data.items.length > 0 ? (
					<Button appearance="primary" onClick={fresh}>
						{t("terr.new")}
					</Button>
				) : null
			}
		>
			<div className="stack">
				<section aria-labelledby="terr-advice">
					<h2 id="terr-advice">{t("terr.adviceTitle")}</h2>
					<Loading of={advice} lines={4}>
						{({ items, asOf }) =>
							items.length === 0 ? (
								<p className="cs-muted">{t("terr.adviceNone")}</p>
							) : (
								<Advice items={items} asOf={asOf} />
							)
						}
					</Loading>
				</section>
				<section aria-labelledby="terr-plans">
					<h2 id="terr-plans">{t("terr.plans")}</h2>
					<Loading of={plans} lines={6}>
						{({ items }) =>
							items.length === 0 ? (
								<StateNotice
									state="empty"
									title={t("terr.none")}
									action={
										<Button appearance="primary" onClick={fresh}>
											{t("terr.new")}
										</Button>
									}
								>
									<p>{t("terr.noneSays")}</p>
								</StateNotice>
							) : (
								<Plans items={items} />
							)
						}
					</Loading>
				</section>
				<section aria-labelledby="terr-place">
					<h2 id="terr-place">{t("terr.place.title")}</h2>
					<PlaceForm />
				</section>
			</div>
		</Page>
	);
}

/** Lines of advice before one asks for more. */
const FEW = 5;

function Advice({ items, asOf }: { items: { team: { id: string } | null; text: string }[]; asOf: string }) {
	const { t, locale, zone } = useSpeech();
	const [all, setAll] = useState(false);
	return (
		<>
			<ul className="terr-advice">
				{items.slice(0, all ? items.length : FEW).map(({ team, text }) => (
					<li key={text}>
						<span>{text}</span>
						<Link to={`/territories/new${team ? `?team=${team.id}` : ""}`}>{t("terr.drawAnew")}</Link>
					</li>
				))}
			</ul>
			{items.length > FEW && !all && (
				<Button size="small" onClick={() => setAll(true)}>
					{t("table.showMore", { count: items.length - FEW })}
				</Button>
			)}
			<p className="cs-muted">{t("terr.asOf", { when: formatInstant(Date.parse(asOf), locale, zone) })}</p>
		</>
	);
}

function Plans({ items }: { items: TerritoryPlanItemJson[] }) {
	const { t, words, locale, zone } = useSpeech();
	return (
		<DataTable
			caption={t("terr.plans")}
			rows={items}
			rowKey={(plan) => plan.id}
			columns={[
				{
					key: "name",
					header: t("terr.plan"),
					cell: (plan) => (
						<>
							<Link to={`/territories/${plan.id}`} data-row-link>
								{plan.name}
							</Link>
							<span className="cs-sub">{plan.team?.name ?? t("terr.wholeCompany")}</span>
						</>
					),
				},
				{ key: "state", header: t("terr.state"), cell: (plan) => words(`terr.state.${plan.state}`) },
				{
					key: "size",
					header: t("terr.size"),
					figure: true,
					narrow: false,
					cell: (plan) =>
						t("terr.sizeIs", {
							territories: formatNumber(plan.districts, locale),
							units: formatNumber(plan.units, locale),
						}),
				},
				{
					key: "from",
					header: t("terr.holdsFrom"),
					narrow: false,
					cell: (plan) => (plan.effectiveOn ? formatDay(plan.effectiveOn, locale) : "–"),
				},
				{
					key: "changed",
					header: t("terr.changed"),
					narrow: false,
					cell: (plan) =>
						[formatInstant(Date.parse(plan.updatedAt), locale, zone), plan.madeBy].filter(Boolean).join(" · "),
				},
			]}
		/>
	);
}

/** Where would this land? Says whose territory a company or a place falls into, and why. */
function PlaceForm() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [company, setCompany] = useState("");
	const [country, setCountry] = useState("");
	const [region, setRegion] = useState("");
	const [found, setFound] = useState<PlacingJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		const given = Object.fromEntries(
			Object.entries({ company, country, region }).filter(([, value]) => value.trim() !== ""),
		);
		session.client.placeInTerritory(given).then(setFound, setFault);
	};
	return (
		<form className="terr-place" onSubmit={submit} aria-labelledby="terr-place">
			<Field label={t("terr.place.company")}>
				<Input value={company} onChange={(_, { value }) => setCompany(value)} />
			</Field>
			<Field label={t("terr.place.country")}>
				<Input value={country} onChange={(_, { value }) => setCountry(value)} />
			</Field>
			<Field label={t("terr.place.region")}>
				<Input value={region} onChange={(_, { value }) => setRegion(value)} />
			</Field>
			<Button type="submit">{t("terr.place.ask")}</Button>
			{found && (
				<p role="status">
					{found.text}
					{found.territory?.owner ? ` ${t("terr.place.goesTo", { name: found.territory.owner.name })}` : ""}
				</p>
			)}
			{fault && <FaultNotice fault={fault} />}
		</form>
	);
}
