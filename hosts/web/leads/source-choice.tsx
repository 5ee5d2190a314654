import { Field, Input, Select } from "@fluentui/react-components";
import { useSpeech } from "../../kit/kit-words.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";

const MONTH = /^\d{4}-\d\d$/;

/** What is asked of where leads come from; months are as 2026-11, left out where the server chooses. */
export type SourceAsk = { by: "source" | "campaign"; from?: string; to?: string };

/** What the address asks for; what is no month in it is left out. */
export function useSourceAsk(): SourceAsk {
	const { query } = usePlace();
	const [from, to] = [query.get("from"), query.get("to")].map((month) => (month && MONTH.test(month) ? month : null));
	return { by: query.get("by") === "campaign" ? "campaign" : "source", ...(from && { from }), ...(to && { to }) };
}

/** From which month until which, and by source or campaign: kept in the address. */
export function SourceChoice({ from, to, by }: Required<SourceAsk>) {
	const { t } = useSpeech();
	const place = usePlace();
	const go = (changes: Record<string, string | null>) => navigate(withQuery(place, changes), { stay: true });
	return (
		<div className="form-line">
			<Field label={t("sources.from")}>
				<Input type="month" value={from} max={to} onChange={(_, { value }) => value && go({ from: value })} />
			</Field>
			<Field label={t("sources.to")}>
				<Input type="month" value={to} min={from} onChange={(_, { value }) => value && go({ from, to: value })} />
			</Field>
			<Field label={t("sources.by")}>
				<Select value={by} onChange={(_, { value }) => go({ by: value === "source" ? null : value })}>
					<option value="source">{t("sources.by.source")}</option>
					<option value="campaign">{t("sources.by.campaign")}</option>
				</Select>
			</Field>
		</div>
	);
}
