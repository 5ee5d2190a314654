import { Field, Input } from "@fluentui/react-components";
import { useSpeech } from "../kit/kit-words.tsx";
import { navigate, usePlace, withQuery } from "./router.tsx";

const MONTH = /^\d{4}-\d\d$/;

/** Months such as 2026-11, both included; left out where the server chooses. */
export type MonthsAsked = { from?: string; to?: string };

/** The months that the address asks for; what is no month in it is left out. */
export function useMonthsAsked(): MonthsAsked {
	const { query } = usePlace();
	const [from, to] = [query.get("from"), query.get("to")].map((month) => (month && MONTH.test(month) ? month : null));
	return { ...(from && { from }), ...(to && { to }) };
}

/** From which month until which: kept in the address. */
export function MonthSpan({ from, to }: Required<MonthsAsked>) {
	const { t } = useSpeech();
	const place = usePlace();
	const go = (changes: Record<string, string>) => navigate(withQuery(place, changes), { stay: true });
	return (
		<>
			<Field label={t("sources.from")}>
				<Input type="month" value={from} max={to} onChange={(_, { value }) => value && go({ from: value })} />
			</Field>
			<Field label={t("sources.to")}>
				<Input type="month" value={to} min={from} onChange={(_, { value }) => value && go({ from, to: value })} />
			</Field>
		</>
	);
}
