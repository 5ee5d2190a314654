import { Field, Select } from "@fluentui/react-components";
import { ENDING_DIMENSIONS, type EndingDimension } from "../../../core/contract/deal-endings.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MonthSpan, type MonthsAsked, useMonthsAsked } from "../month-span.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";

/** What is asked of ended deals. */
export type EndingAsk = { by: EndingDimension } & MonthsAsked;

/** What the address asks for. */
export function useEndingAsk(): EndingAsk {
	const { query } = usePlace();
	const by = ENDING_DIMENSIONS.find((dimension) => dimension === query.get("by")) ?? "size";
	return { by, ...useMonthsAsked() };
}

/** From which month until which, and by what deals are parted: kept in the address. */
export function EndingChoice({ from, to, by }: Required<EndingAsk>) {
	const { t } = useSpeech();
	const place = usePlace();
	return (
		<div className="form-line">
			<Field label={t("endings.by")}>
				<Select value={by} onChange={(_, { value }) => navigate(withQuery(place, { by: value }), { stay: true })}>
					{ENDING_DIMENSIONS.map((dimension) => (
						<option key={dimension} value={dimension}>
							{t(`endings.by.${dimension}`)}
						</option>
					))}
				</Select>
			</Field>
			<MonthSpan from={from} to={to} />
		</div>
	);
}
