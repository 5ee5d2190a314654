import { Field, Input, Select } from "@fluentui/react-components";
import { ENDING_DIMENSIONS, type EndingDimension } from "../../../core/contract/deal-endings.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";

const MONTH = /^\d{4}-\d\d$/;

/** What is asked of ended deals; months are as 2026-11, left out where the server chooses. */
export type EndingAsk = { by: EndingDimension; from?: string; to?: string };

/** What the address asks for; what is no month in it is left out. */
export function useEndingAsk(): EndingAsk {
	const { query } = usePlace();
	const [from, to] = [query.get("from"), query.get("to")].map((month) => (month && MONTH.test(month) ? month : null));
	const by = ENDING_DIMENSIONS.find((dimension) => dimension === query.get("by")) ?? "size";
	return { by, ...(from && { from }), ...(to && { to }) };
}

/** From which month until which, and by what deals are parted: kept in the address. */
export function EndingChoice({ from, to, by }: Required<EndingAsk>) {
	const { t } = useSpeech();
	const place = usePlace();
	const go = (changes: Record<string, string>) => navigate(withQuery(place, changes), { stay: true });
	return (
		<div className="form-line">
			<Field label={t("endings.by")}>
				<Select value={by} onChange={(_, { value }) => go({ by: value })}>
					{ENDING_DIMENSIONS.map((dimension) => (
						<option key={dimension} value={dimension}>
							{t(`endings.by.${dimension}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("sources.from")}>
				<Input type="month" value={from} max={to} onChange={(_, { value }) => value && go({ from: value })} />
			</Field>
			<Field label={t("sources.to")}>
				<Input type="month" value={to} min={from} onChange={(_, { value }) => value && go({ from, to: value })} />
			</Field>
		</div>
	);
}
