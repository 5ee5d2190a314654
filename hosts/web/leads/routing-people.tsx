import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { RoutingJson, RoutingPersonJson } from "../../../core/contract/lead-routing.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** Who takes leads: load, what they are good for, when they are away. */
export function RoutingPeople({ routing, put }: { routing: RoutingJson; put: (routing: RoutingJson) => void }) {
	const { t, locale } = useSpeech();
	const [chosen, setChosen] = useState<string | null>(null);
	const person = routing.people.find((p) => p.id === chosen);
	return (
		<>
			{person && <PersonForm key={person.id} person={person} put={put} close={() => setChosen(null)} />}
			<DataTable
				caption={t("routing.people")}
				rows={routing.people}
				rowKey={(p) => p.id}
				columns={[
					{
						key: "name",
						header: t("routing.person"),
						cell: (p) => (
							<>
								<button
									type="button"
									className="text-button"
									aria-expanded={chosen === p.id}
									onClick={() => setChosen(chosen === p.id ? null : p.id)}
								>
									{p.name}
								</button>
								<span className="cs-sub">{aboutPerson(p)}</span>
							</>
						),
					},
					{
						key: "open",
						header: t("routing.load"),
						figure: true,
						cell: (p) =>
							p.capacity === null
								? formatNumber(p.open, locale)
								: t("routing.loadOf", { open: formatNumber(p.open, locale), most: formatNumber(p.capacity, locale) }),
					},
					{
						key: "weight",
						header: t("routing.weight"),
						figure: true,
						narrow: false,
						cell: (p) => formatNumber(p.weight, locale, 2),
					},
					{
						key: "rate",
						header: t("grade.became"),
						figure: true,
						narrow: false,
						cell: (p) =>
							p.ended === 0 ? (
								"–"
							) : (
								<>
									{formatPercent(p.converted / p.ended, locale)}
									<span className="cs-sub">{t("routing.ofEnded", { ended: p.ended })}</span>
								</>
							),
					},
				]}
			/>
		</>
	);

	function aboutPerson({ takesLeads, absences, skills, languages }: RoutingPersonJson): string {
		if (!takesLeads) return t("routing.takesNone");
		const away = absences.map(({ from, to }) =>
			t("routing.away", { from: formatDay(from, locale), to: formatDay(to, locale) }),
		);
		return [...skills, ...languages, ...away].join(" · ");
	}
}

function PersonForm(props: { person: RoutingPersonJson; put: (routing: RoutingJson) => void; close: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { person, put, close } = props;
	const [draft, setDraft] = useState({
		takesLeads: person.takesLeads,
		capacity: person.capacity === null ? "" : String(person.capacity),
		weight: String(person.weight),
		skills: person.skills.join(", "),
		languages: person.languages.join(", "),
		absences: person.absences,
	});
	const top = useRef<HTMLHeadingElement>(null);
	useEffect(() => top.current?.focus(), []);
	const [away, setAway] = useState({ from: "", to: "" });
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const list = (text: string) => text.split(",").flatMap((item) => item.trim() || []);
	const save = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		const absences = away.from && away.to ? [...draft.absences, away] : draft.absences;
		session.client
			.updateRoutingPerson(person.id, {
				takesLeads: draft.takesLeads,
				capacity: draft.capacity.trim() === "" ? null : Number(draft.capacity),
				weight: Number(draft.weight),
				skills: list(draft.skills),
				languages: list(draft.languages),
				absences,
			})
			.then((next) => {
				put(next);
				close();
			}, setFault);
	};
	const text = (name: "capacity" | "weight" | "skills" | "languages") => (
		<Field
			label={t(`routing.${name}`)}
			{...(name === "capacity" && { hint: t("routing.noLimit") })}
			{...((name === "skills" || name === "languages") && { hint: t("condition.values") })}
		>
			<Input
				value={draft[name]}
				{...((name === "capacity" || name === "weight") && {
					type: "number",
					min: 0,
					step: name === "weight" ? 0.1 : 1,
				})}
				onChange={(_, d) => setDraft({ ...draft, [name]: d.value })}
			/>
		</Field>
	);
	return (
		<form onSubmit={save} className="stack-tight grade-form" aria-label={person.name}>
			<h3 ref={top} tabIndex={-1}>
				{person.name}
			</h3>
			<Checkbox
				checked={draft.takesLeads}
				label={t("routing.takesLeads")}
				onChange={(_, d) => setDraft({ ...draft, takesLeads: d.checked === true })}
			/>
			<div className="form-line">
				{text("capacity")}
				{text("weight")}
			</div>
			<div className="form-line">
				{text("skills")}
				{text("languages")}
			</div>
			{draft.absences.map((absence, k) => (
				<div key={`${absence.from}${absence.to}`} className="row">
					<span>{t("routing.away", absence)}</span>
					<Button
						size="small"
						onClick={() => setDraft({ ...draft, absences: draft.absences.filter((_, i) => i !== k) })}
					>
						{t("routing.dropAbsence")}
					</Button>
				</div>
			))}
			<div className="form-line">
				<Field label={t("routing.awayFrom")}>
					<Input type="date" value={away.from} onChange={(_, d) => setAway({ ...away, from: d.value })} />
				</Field>
				<Field label={t("routing.awayTo")}>
					<Input type="date" value={away.to} onChange={(_, d) => setAway({ ...away, to: d.value })} />
				</Field>
			</div>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary">
					{t("deal.save")}
				</Button>
				<Button onClick={close}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}
