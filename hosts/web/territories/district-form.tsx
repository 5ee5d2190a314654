import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PlanChoicesJson, PlanDistrictJson, TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";
import { StartField } from "./start-field.tsx";
import { listOf, readStart, startText } from "./start-place.ts";

/** Parts on offer: half for somebody who ramps up, more for somebody who carries more. */
const SHARES = [0.25, 0.5, 0.75, 1, 1.25, 1.5];

/** Who works a territory of a draft, how large their part is, what they can, and what it is called. */
export function DistrictForm(props: {
	plan: TerritoryPlanJson;
	row: PlanDistrictJson;
	put: (plan: TerritoryPlanJson) => void;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { plan, row, put } = props;
	const choices = useLoad("territory-choices", () => session.client.territoryPlanChoices());
	const [name, setName] = useState(row.name);
	const [ownerId, setOwner] = useState(row.owner?.id ?? "");
	const [share, setShare] = useState(row.share);
	const [start, setStart] = useState<string | null>(null);
	const [skills, setSkills] = useState(row.skills.join(", "));
	const [languages, setLanguages] = useState(row.languages.join(", "));
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const places = choices.data?.places ?? [];
	const startsAt = start === null ? row.start : readStart(start, places);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (startsAt === "unknown") return;
		setBusy(true);
		setFault(null);
		const change = {
			...{ district: row.district, name: name.trim() || row.name, ownerId: ownerId === "" ? null : ownerId, share },
			...{ start: startsAt, skills: listOf(skills), languages: listOf(languages) },
		};
		session.client
			.updateTerritoryDistricts(plan.id, { districts: [change], version: plan.version })
			.then(put, setFault)
			.finally(() => setBusy(false));
	};
	return (
		<form className="form terr-form" onSubmit={submit} aria-label={t("terr.edit.title", { name: row.name })}>
			<Field label={t("terr.edit.name")}>
				<Input value={name} maxLength={120} onChange={(_, { value }) => setName(value)} />
			</Field>
			<Field label={t("terr.edit.person")}>
				<Select value={ownerId} onChange={(_, { value }) => setOwner(value)}>
					<option value="">{t("terr.nobody")}</option>
					{peopleOf(choices.data, row).map((person) => (
						<option key={person.id} value={person.id}>
							{person.name}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("terr.edit.share")} hint={t("terr.edit.shareSays")}>
				<Select value={String(share)} onChange={(_, { value }) => setShare(Number(value))}>
					{[...new Set([...SHARES, row.share])]
						.sort((a, b) => a - b)
						.map((one) => (
							<option key={one} value={one}>
								{formatPercent(one, locale)}
							</option>
						))}
				</Select>
			</Field>
			<StartField
				label={t("terr.start.label")}
				hint={t("terr.start.editSays")}
				value={start ?? startText(row.start, places)}
				places={places}
				set={setStart}
			/>
			<Field label={t("terr.edit.skills")}>
				<Input value={skills} onChange={(_, { value }) => setSkills(value)} />
			</Field>
			<Field label={t("terr.edit.languages")}>
				<Input value={languages} onChange={(_, { value }) => setLanguages(value)} />
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<Button type="submit" disabled={busy || startsAt === "unknown"}>
				{t("terr.edit.save")}
			</Button>
		</form>
	);
}

function peopleOf(choices: PlanChoicesJson | null, { owner }: PlanDistrictJson): { id: string; name: string }[] {
	const people = choices?.people ?? [];
	return owner && !people.some(({ id }) => id === owner.id) ? [owner, ...people] : people;
}
