import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { NurtureListJson, NurtureSequenceJson } from "../../../core/contract/nurture.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

/** The sequences with how far they are and what they changed; without `edit` they are only shown. */
export function NurtureList(props: { sequences: NurtureListJson; edit?: (id: string) => void; changed: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { sequences, edit, changed } = props;
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const turn = ({ id, state, version }: NurtureSequenceJson) => {
		setFault(null);
		const next = state === "running" ? "paused" : "running";
		session.client.setNurtureState(id, { state: next, version }).then(changed, setFault);
	};
	if (sequences.items.length === 0) return null;
	const turnWord = { draft: "nurture.start", running: "nurture.pause", paused: "nurture.resume" } as const;
	return (
		<>
			{fault && <FaultNotice fault={fault} />}
			<DataTable
				caption={t("nurture.sequences")}
				rows={sequences.items}
				rowKey={(s) => s.id}
				columns={[
					{
						key: "name",
						header: t("nurture.name"),
						cell: (s) => (
							<>
								{edit ? (
									<button type="button" className="text-button" onClick={() => edit(s.id)}>
										{s.name}
									</button>
								) : (
									s.name
								)}
								<span className="cs-sub">{t(`nurture.state.${s.state}`)}</span>
								{edit && (
									<Button size="small" aria-label={`${t(turnWord[s.state])}: ${s.name}`} onClick={() => turn(s)}>
										{t(turnWord[s.state])}
									</Button>
								)}
							</>
						),
					},
					{
						key: "leads",
						header: t("nurture.leads"),
						figure: true,
						narrow: false,
						cell: ({ counts }) => (
							<>
								{formatNumber(counts.active + counts.finished + counts.left + counts.heldOut, locale)}
								<span className="cs-sub">{t("nurture.heldOut", { count: formatNumber(counts.heldOut, locale) })}</span>
							</>
						),
					},
					{
						key: "effect",
						header: t("nurture.effect"),
						cell: ({ effect }) => (
							<>
								{t(`nurture.verdict.${effect.verdict}`)}
								<span className="cs-sub">{effectSays(effect)}</span>
							</>
						),
					},
				]}
			/>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p className="cs-muted">{t("nurture.howKnown")}</p>
			</details>
			<p className="cs-muted">
				{t("kit.asOf")} {formatInstant(Date.parse(sequences.asOf), locale, zone)}
			</p>
		</>
	);

	function effectSays({ treated, heldOut, difference, least }: NurtureSequenceJson["effect"]): string {
		if (!difference) return t("nurture.early", { treated: treated.n, heldOut: heldOut.n, least });
		const points = (share: number) => formatNumber(share * 100, locale, 1);
		return t("nurture.difference", {
			difference: points(difference.value),
			low: points(difference.low),
			high: points(difference.high),
			level: formatPercent(difference.level, locale),
			n: treated.n,
			converted: treated.converted,
			heldN: heldOut.n,
			heldConverted: heldOut.converted,
		});
	}
}
