import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { CoverageJson } from "../../../core/contract/monitoring.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** One person's hours for customers, and since when they sell. */
export function RepHoursForm({ coverage, put }: { coverage: CoverageJson; put: (next: CoverageJson) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [draft, setDraft] = useState({ userId: "", hours: "", since: "" });
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const choose = (userId: string) => {
		const rep = coverage.reps.find((r) => r.user.id === userId);
		setDraft({ userId, hours: rep ? String(rep.hoursPerWeek) : "", since: rep?.startedOn ?? "" });
	};
	const save = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		const { userId, hours, since } = draft;
		const hoursPerWeek = hours.trim() === "" ? null : Number(hours);
		session.client.updateRepHours({ hours: [{ userId, hoursPerWeek, startedOn: since || null }] }).then(put, setFault);
	};
	return (
		<details className="cs-more">
			<summary>{t("cover.setHours")}</summary>
			<form onSubmit={save} className="quota-form">
				<Field label={t("quota.kind.user")}>
					<Select required value={draft.userId} onChange={(_, { value }) => choose(value)}>
						<option value="">–</option>
						{coverage.reps.map((rep) => (
							<option key={rep.user.id} value={rep.user.id}>
								{rep.user.name}
							</option>
						))}
					</Select>
				</Field>
				<Field label={t("cover.hours")} hint={t("cover.hoursHint")}>
					<Input
						type="number"
						min={0}
						max={100}
						step={0.5}
						value={draft.hours}
						onChange={(_, { value }) => setDraft({ ...draft, hours: value })}
					/>
				</Field>
				<Field label={t("cover.since")}>
					<Input type="date" value={draft.since} onChange={(_, { value }) => setDraft({ ...draft, since: value })} />
				</Field>
				<Button type="submit" disabled={draft.userId === ""}>
					{t("deal.save")}
				</Button>
			</form>
			{fault && <FaultNotice fault={fault} />}
		</details>
	);
}
