import { Button, Field, Select } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TerritoryPlanJson } from "../../../core/contract/territory-plans.ts";
import type { MoveEffectJson } from "../../../core/contract/territory-units.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { measureName, measureText, offText } from "./measure-text.ts";

/** What is chosen on map or table, where it should go, and what that would do to the balance, said at once. */
export function HandMoves(props: {
	plan: TerritoryPlanJson;
	chosen: ReadonlySet<number>;
	names: string[];
	clear: () => void;
	done: () => void;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { plan, chosen, names, clear, done } = props;
	const [to, setTo] = useState("");
	const [effect, setEffect] = useState<MoveEffectJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const units = [...chosen].sort((a, b) => a - b);
	const key = units.join();
	// biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is chosen
	useEffect(() => {
		setEffect(null);
		if (to === "" || units.length === 0) return;
		let isLatest = true;
		session.client.moveTerritoryUnits(plan.id, { units, to: Number(to), preview: true }).then(
			(answer) => isLatest && setEffect(answer),
			(error: CourtsideError) => isLatest && setFault(error),
		);
		return () => {
			isLatest = false;
		};
	}, [key, to, plan.id, plan.version, session]);
	if (units.length === 0) return <p className="cs-muted">{t("terr.hand.none")}</p>;
	const send = (work: () => Promise<unknown>) => {
		setBusy(true);
		setFault(null);
		work()
			.then(() => {
				clear();
				setTo("");
				done();
			}, setFault)
			.finally(() => setBusy(false));
	};
	const { version } = plan;
	return (
		<div className="terr-hand">
			<p role="status">
				<strong>{t("terr.hand.chosen", { count: units.length })}</strong>{" "}
				{units
					.slice(0, 5)
					.map((unit) => names[unit])
					.join(", ")}
				{units.length > 5 ? " …" : ""}
			</p>
			<div className="row terr-hand-row">
				<Field label={t("terr.hand.to")}>
					<Select value={to} onChange={(_, { value }) => setTo(value)}>
						<option value="">{t("terr.hand.choose")}</option>
						{plan.territories.map((row) => (
							<option key={row.district} value={row.district}>
								{formatNumber(row.district + 1, locale)} · {row.name}
							</option>
						))}
					</Select>
				</Field>
				<Button
					appearance="primary"
					disabled={busy || to === ""}
					onClick={() =>
						send(() => session.client.moveTerritoryUnits(plan.id, { units, to: Number(to), lock: true, version }))
					}
				>
					{t("terr.hand.moveAndLock")}
				</Button>
				<Button
					disabled={busy || to === ""}
					onClick={() =>
						send(() => session.client.moveTerritoryUnits(plan.id, { units, to: Number(to), lock: false, version }))
					}
				>
					{t("terr.hand.move")}
				</Button>
				<Button
					disabled={busy}
					onClick={() => send(() => session.client.lockTerritoryUnits(plan.id, { units, to: null, version }))}
				>
					{t("terr.hand.letGo")}
				</Button>
				<Button appearance="subtle" onClick={clear}>
					{t("terr.hand.clear")}
				</Button>
			</div>
			{effect && <Effect effect={effect} plan={plan} />}
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}

function Effect({ effect, plan }: { effect: MoveEffectJson; plan: TerritoryPlanJson }) {
	const { t, words, locale } = useSpeech();
	const rows = effect.territories.flatMap((row) =>
		row.measures.map((measure) => ({ ...measure, territory: row.name })),
	);
	return (
		<div role="status" className="terr-effect">
			<DataTable
				caption={t("terr.hand.effect")}
				rows={rows}
				rowKey={(row) => row.territory + row.name}
				columns={[
					{ key: "territory", header: t("terr.territory"), cell: (row) => row.territory },
					{ key: "measure", header: t("terr.hand.measure"), cell: (row) => measureName(words, row.name) },
					{
						key: "before",
						header: t("terr.hand.before"),
						figure: true,
						cell: (row) => (
							<>
								{measureText(row.name, row.before, plan.currency, locale)}{" "}
								<bdi dir="ltr">{offText(row.offBefore, locale)}</bdi>
							</>
						),
					},
					{
						key: "after",
						header: t("terr.hand.after"),
						figure: true,
						cell: (row) => (
							<>
								{measureText(row.name, row.after, plan.currency, locale)}{" "}
								<bdi dir="ltr">{offText(row.offAfter, locale)}</bdi>
							</>
						),
					},
				]}
			/>
			<p>
				{t("terr.hand.travel", {
					before: formatNumber(effect.travelKmBefore, locale),
					after: formatNumber(effect.travelKmAfter, locale),
				})}
			</p>
			{effect.broken.length > 0 && (
				<ul className="terr-points terr-broken">
					{effect.broken.map((text) => (
						<li key={text}>{t("terr.hand.breaks", { text })}</li>
					))}
				</ul>
			)}
			{effect.mended.length > 0 && (
				<ul className="terr-points">
					{effect.mended.map((text) => (
						<li key={text}>{t("terr.hand.mends", { text })}</li>
					))}
				</ul>
			)}
		</div>
	);
}
