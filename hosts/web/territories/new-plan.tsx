import { Button, Checkbox, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PlanChoicesJson } from "../../../core/contract/territory-plans.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { EVERYBODY, SeatFields, seatsAsked } from "./seat-fields.tsx";
import { type Wishes, WishFields } from "./wishes-form.tsx";

const KINDS = ["accounts", "cells", "regions", "postcodes", "countries", "counties"] as const;
type Kind = (typeof KINDS)[number];
const USUAL: Wishes = {
	measures: [
		{ name: "potential", tolerance: 0.1 },
		{ name: "accounts", tolerance: 0.25 },
	],
	...{ hangTogether: false, mostMoved: 0.25, fit: "ignore" },
};

/** A new plan: whose territories, of what, how even; the rest has sensible answers already. Or units from a file. */
export function NewPlan() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const choices = useLoad("territory-choices", () => session.client.territoryPlanChoices());
	return (
		<Page title={t("terr.new")} above={<Link to="/territories">{t("nav.territories")}</Link>}>
			<Loading of={choices} lines={8}>
				{(given) =>
					given.accounts === 0 || given.people.length === 0 ? (
						<StateNotice
							state="empty"
							title={t("terr.nothing")}
							action={<Button onClick={() => navigate("/import")}>{t("nav.import")}</Button>}
						>
							<p>{t("terr.nothingSays")}</p>
						</StateNotice>
					) : (
						<div className="stack">
							<FromToday choices={given} />
							<FromFile people={given.people.length} />
						</div>
					)
				}
			</Loading>
		</Page>
	);
}

function FromToday({ choices }: { choices: PlanChoicesJson }) {
	const { t, words, locale } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const asked = place.query.get("team");
	const [teamId, setTeamId] = useState(choices.teams.some((team) => team.id === asked) ? asked : firstTeam(choices));
	const team = choices.teams.find((one) => one.id === teamId);
	const people = choices.people.filter(({ id }) => team?.members.includes(id) ?? true);
	const [name, setName] = useState("");
	const [kind, setKind] = useState<Kind>("accounts");
	const [cellSize, setCellSize] = useState(4);
	const [vacant, setVacant] = useState(0);
	const [wishes, setWishes] = useState(USUAL);
	const [seats, setSeats] = useState(EVERYBODY);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const key = useRef(crypto.randomUUID());
	const usualName = t("terr.usualName", { team: team?.name ?? t("terr.wholeCompany") });
	const who = seatsAsked(seats, people, choices.places);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (!who) return;
		setBusy(true);
		setFault(null);
		const body = { name: name.trim() || usualName, unitKind: kind, teamId, vacant, cellSize, ...wishes, ...who };
		session.client.makeTerritoryPlan(body, key.current).then(
			(made) => navigate(`/territories/${made.id}`),
			(error: CourtsideError) => {
				key.current = crypto.randomUUID();
				setFault(error);
				setBusy(false);
			},
		);
	};
	return (
		<form className="form terr-form" onSubmit={submit} aria-label={t("terr.new")} aria-busy={busy}>
			<Field label={t("terr.form.team")}>
				<Select value={teamId ?? ""} onChange={(_, { value }) => setTeamId(value === "" ? null : value)}>
					{choices.teams.map((one) => (
						<option key={one.id} value={one.id}>
							{t("terr.form.teamIs", {
								name: one.name,
								people: formatNumber(one.people, locale),
								accounts: formatNumber(one.accounts, locale),
							})}
						</option>
					))}
					<option value="">{t("terr.wholeCompany")}</option>
				</Select>
			</Field>
			<Field label={t("terr.form.name")}>
				<Input value={name} placeholder={usualName} maxLength={120} onChange={(_, { value }) => setName(value)} />
			</Field>
			<Field label={t("terr.form.kind")}>
				<Select value={kind} onChange={(_, { value }) => setKind(KINDS.find((k) => k === value) ?? "accounts")}>
					{KINDS.map((one) => (
						<option key={one} value={one}>
							{words(`terr.kind.${one}`)}
						</option>
					))}
				</Select>
			</Field>
			{kind === "cells" && (
				<Field label={t("terr.form.cellSize")}>
					<Select value={String(cellSize)} onChange={(_, { value }) => setCellSize(Number(value))}>
						{choices.cellSizes.map(({ size, km2 }) => (
							<option key={size} value={size}>
								{t("terr.form.cellIs", { km2: formatNumber(km2, locale) })}
							</option>
						))}
					</Select>
				</Field>
			)}
			<Field label={t("terr.form.vacant")} hint={t("terr.form.vacantSays")}>
				<Input
					type="number"
					min={0}
					max={200}
					value={String(vacant)}
					onChange={(_, { value }) => setVacant(Math.max(0, Math.min(200, Math.floor(Number(value) || 0))))}
				/>
			</Field>
			<SeatFields people={people} places={choices.places} seats={seats} set={setSeats} />
			<details>
				<summary>{t("terr.form.more")}</summary>
				<div className="terr-more">
					<WishFields
						known={choices.known}
						wishes={wishes}
						set={(change) => setWishes((held) => ({ ...held, ...change }))}
					/>
				</div>
			</details>
			<p className="cs-muted">
				{t("terr.form.placed", {
					placed: formatNumber(choices.placed, locale),
					accounts: formatNumber(choices.accounts, locale),
				})}
			</p>
			{fault && <FaultNotice fault={fault} />}
			<Button appearance="primary" type="submit" disabled={busy || wishes.measures.length === 0 || !who}>
				{t("terr.form.make")}
			</Button>
		</form>
	);
}

function FromFile({ people }: { people: number }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const picker = useRef<HTMLInputElement>(null);
	const [isCounted, setCounted] = useState(false);
	const [count, setCount] = useState(people);
	const [sending, setSending] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [left, setLeft] = useState<{ id: string; rows: number } | null>(null);
	const send = (files: FileList | null) => {
		const [first] = files ?? [];
		if (!files || !first) return;
		const form = new FormData();
		for (const file of files) form.append("files", file, file.name);
		setSending(true);
		setFault(null);
		const query = { name: first.name.replace(/\.[^.]+$/, "").slice(0, 120), ...(isCounted && { territories: count }) };
		session.client
			.uploadTerritoryUnits(form, query)
			.then(({ plan, leftOutCount }) => {
				if (leftOutCount === 0) navigate(`/territories/${plan.id}`);
				else setLeft({ id: plan.id, rows: leftOutCount });
			}, setFault)
			.finally(() => setSending(false));
	};
	return (
		<section aria-labelledby="terr-file">
			<h2 id="terr-file">{t("terr.file.title")}</h2>
			<p>{t("terr.file.says")}</p>
			<div className="form terr-form">
				<Checkbox
					checked={isCounted}
					onChange={(_, { checked }) => setCounted(checked === true)}
					label={t("terr.file.counted")}
				/>
				{isCounted && (
					<Field label={t("terr.file.count")}>
						<Input
							type="number"
							min={1}
							max={1000}
							value={String(count)}
							onChange={(_, { value }) => setCount(Math.max(1, Math.floor(Number(value) || 1)))}
						/>
					</Field>
				)}
				{sending ? (
					<Progress text={t("terr.file.sending")} done={null} total={null} />
				) : (
					<Button onClick={() => picker.current?.click()}>{t("terr.file.pick")}</Button>
				)}
				<input
					ref={picker}
					type="file"
					multiple
					hidden
					accept=".csv,.tsv,.txt,.xlsx,.json,.geojson"
					aria-label={t("terr.file.pick")}
					onChange={(event) => send(event.target.files)}
				/>
			</div>
			{left && (
				<StateNotice
					state="note"
					title={t("terr.file.left", { count: left.rows, shown: formatNumber(left.rows, locale) })}
					action={<Link to={`/territories/${left.id}`}>{t("terr.file.open")}</Link>}
				/>
			)}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}

/** The smallest team of several people: a plan one can take in. */
function firstTeam({ teams }: PlanChoicesJson): string | null {
	return teams.find((team) => team.accounts > 0)?.id ?? null;
}
