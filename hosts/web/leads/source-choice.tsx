import { Field, Select } from "@fluentui/react-components";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MonthSpan, type MonthsAsked, useMonthsAsked } from "../month-span.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";

/** What is asked of where leads come from. */
export type SourceAsk = { by: "source" | "campaign" } & MonthsAsked;

/** What the address asks for. */
export function useSourceAsk(): SourceAsk {
	const { query } = usePlace();
	return { by: query.get("by") === "campaign" ? "campaign" : "source", ...useMonthsAsked() };
}

/** From which month until which, and by source or campaign: kept in the address. */
export function SourceChoice({ from, to, by }: Required<SourceAsk>) {
	const { t } = useSpeech();
	const place = usePlace();
	const choose = (value: string) =>
		navigate(withQuery(place, { by: value === "source" ? null : value }), { stay: true });
	return (
		<div className="form-line">
			<MonthSpan from={from} to={to} />
			<Field label={t("sources.by")}>
				<Select value={by} onChange={(_, { value }) => choose(value)}>
					<option value="source">{t("sources.by.source")}</option>
					<option value="campaign">{t("sources.by.campaign")}</option>
				</Select>
			</Field>
		</div>
	);
}
