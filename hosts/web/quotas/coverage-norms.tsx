import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { CoverageJson } from "../../../core/contract/monitoring.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readTyped, typedAmount } from "./quota-amount.ts";

const CLASSES = ["large", "middle", "small", "unknown"] as const;
const TAKES = ["visits", "visitHours", "calls", "callHours"] as const;
const WHOLE = ["fullWeekHours", "weeksPerYear", "usualHours", "rampMonths"] as const;

/** What accounts of each size take in a year, and what somebody who sells costs. */
export function CoverageNormsForm({ coverage, put }: { coverage: CoverageJson; put: (next: CoverageJson) => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [norms, setNorms] = useState(coverage.norms);
	const [cost, setCost] = useState(() => typedAmount(norms.costMinor, coverage.currency, locale));
	const [isWrong, setWrong] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const save = (event: FormEvent) => {
		event.preventDefault();
		const costMinor = cost.trim() === "" ? null : readTyped(cost, coverage.currency, locale);
		setWrong(cost.trim() !== "" && costMinor === null);
		if (cost.trim() !== "" && costMinor === null) return;
		setFault(null);
		session.client.updateCoverageNorms({ ...norms, costMinor }).then(put, setFault);
	};
	return (
		<details className="cs-more">
			<summary>{t("cover.norms")}</summary>
			<form onSubmit={save} className="stack-tight">
				{CLASSES.map((name) => (
					<fieldset key={name} className="market-mapping">
						<legend>{t(`cover.class.${name}`)}</legend>
						<div className="quota-form">
							{TAKES.map((field) => (
								<Field key={field} label={t(`cover.takes.${field}`)}>
									<Input
										type="number"
										min={0}
										step={0.1}
										required
										value={String(norms.classes[name][field])}
										onChange={(_, { value }) =>
											setNorms({
												...norms,
												classes: { ...norms.classes, [name]: { ...norms.classes[name], [field]: Number(value) } },
											})
										}
									/>
								</Field>
							))}
						</div>
					</fieldset>
				))}
				<div className="quota-form">
					{WHOLE.map((field) => (
						<Field key={field} label={t(`cover.norm.${field}`)}>
							<Input
								type="number"
								min={0}
								step={0.5}
								required
								value={String(norms[field])}
								onChange={(_, { value }) => setNorms({ ...norms, [field]: Number(value) })}
							/>
						</Field>
					))}
					<Field
						label={t("cover.norm.cost", { currency: coverage.currency })}
						{...(isWrong && { validationMessage: t("quotaPage.notAmount") })}
					>
						<Input inputMode="decimal" value={cost} onChange={(_, { value }) => setCost(value)} />
					</Field>
					<Field label={t("cover.norm.margin")}>
						<Input
							type="number"
							min={0}
							max={100}
							contentAfter="%"
							required
							value={String(Math.round(norms.margin * 1000) / 10)}
							onChange={(_, { value }) => setNorms({ ...norms, margin: Number(value) / 100 })}
						/>
					</Field>
					<Button type="submit" appearance="primary">
						{t("deal.save")}
					</Button>
				</div>
				{fault && <FaultNotice fault={fault} />}
			</form>
		</details>
	);
}
