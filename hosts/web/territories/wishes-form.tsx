import { Button, Checkbox, Field, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { measureName } from "./measure-text.ts";

const TOLERANCES = [0.05, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5];
const MOVED = [0.05, 0.1, 0.15, 0.25, 0.4];

/** What is balanced, how closely, and how much may change hands: the wishes of a plan, as fields. */
export function WishFields(props: { known: string[]; wishes: Wishes; set: (change: Partial<Wishes>) => void }) {
	const { t, words, locale } = useSpeech();
	const { known, wishes, set } = props;
	const rows = [...wishes.measures, ...(wishes.measures.length < Math.min(3, known.length) ? [null] : [])];
	const change = (k: number, measure: Wishes["measures"][number] | null) =>
		set({
			measures: rows.flatMap((row, i) => (i === k ? (measure ?? []) : (row ?? []))),
		});
	return (
		<>
			{rows.map((row, k) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a wish is known by its place
				<div className="row terr-wish" key={k}>
					<Field label={k === 0 ? t("terr.wish.measure") : t("terr.wish.andMeasure")}>
						<Select
							value={row?.name ?? ""}
							onChange={(_, { value }) =>
								change(k, value === "" ? null : { name: value, tolerance: row?.tolerance ?? 0.25 })
							}
						>
							{k > 0 && <option value="">{t("terr.wish.noMeasure")}</option>}
							{known
								.filter((name) => name === row?.name || !wishes.measures.some((m) => m.name === name))
								.map((name) => (
									<option key={name} value={name}>
										{measureName(words, name)}
									</option>
								))}
						</Select>
					</Field>
					{row && (
						<Field label={t("terr.wish.tolerance")}>
							<Select
								value={String(row.tolerance)}
								onChange={(_, { value }) => change(k, { ...row, tolerance: Number(value) })}
							>
								{[...new Set([...TOLERANCES, row.tolerance])]
									.sort((a, b) => a - b)
									.map((tolerance) => (
										<option key={tolerance} value={tolerance}>
											{`± ${formatPercent(tolerance, locale, 1)}`}
										</option>
									))}
							</Select>
						</Field>
					)}
				</div>
			))}
			<Field label={t("terr.wish.moved")}>
				<Select
					value={wishes.mostMoved === null ? "" : String(wishes.mostMoved)}
					onChange={(_, { value }) => set({ mostMoved: value === "" ? null : Number(value) })}
				>
					{[...new Set([...MOVED, ...(wishes.mostMoved === null ? [] : [wishes.mostMoved])])]
						.sort((a, b) => a - b)
						.map((share) => (
							<option key={share} value={share}>
								{t("terr.wish.upTo", { share: formatPercent(share, locale) })}
							</option>
						))}
					<option value="">{t("terr.wish.any")}</option>
				</Select>
			</Field>
			<Checkbox
				checked={wishes.hangTogether}
				onChange={(_, { checked }) => set({ hangTogether: checked === true })}
				label={t("terr.wish.together")}
			/>
			<Field label={t("terr.wish.fit")}>
				<Select value={wishes.fit} onChange={(_, { value }) => set({ fit: fitOf(value) })}>
					<option value="ignore">{t("terr.wish.fit.ignore")}</option>
					<option value="prefer">{t("terr.wish.fit.prefer")}</option>
					<option value="must">{t("terr.wish.fit.must")}</option>
				</Select>
			</Field>
		</>
	);
}

/** What is asked of a plan. */
export type Wishes = TerritoryPlanJson["wishes"];

function fitOf(value: string): Wishes["fit"] {
	return value === "prefer" || value === "must" ? value : "ignore";
}

/** Changes what is asked of a draft and looks again. */
export function WishesForm(props: {
	plan: TerritoryPlanJson;
	put: (plan: TerritoryPlanJson) => void;
	reload: () => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { plan, put, reload } = props;
	const [wishes, setWishes] = useState(plan.wishes);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setBusy(true);
		setFault(null);
		try {
			const changed = await session.client.updateTerritoryPlan(plan.id, { ...wishes, version: plan.version });
			const run = await session.client.startTerritoryRun(plan.id, { seconds: 20 });
			put({ ...changed, run });
		} catch (error) {
			setFault(error as CourtsideError);
			reload();
		} finally {
			setBusy(false);
		}
	};
	return (
		<details className="terr-asked">
			<summary>{t("terr.wish.title")}</summary>
			<form className="form terr-form" onSubmit={(event) => void submit(event)} aria-label={t("terr.wish.title")}>
				<WishFields
					known={plan.known}
					wishes={wishes}
					set={(change) => setWishes((held) => ({ ...held, ...change }))}
				/>
				{fault && <FaultNotice fault={fault} />}
				<Button appearance="primary" type="submit" disabled={busy || wishes.measures.length === 0}>
					{t("terr.wish.look")}
				</Button>
			</form>
		</details>
	);
}
