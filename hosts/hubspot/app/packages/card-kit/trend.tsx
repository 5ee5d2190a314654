import { Heading, LineChart, Text } from "@hubspot/ui-extensions";
import type { LeadCard } from "./card-answers.ts";
import type { Say } from "./words.ts";

/** How the number moved; said in words where there is no past yet. `scale` makes shares percent. */
export function Trend({ points, scale = 1, t }: { points: LeadCard["trend"]; scale?: number; t: Say }) {
	return (
		<>
			<Heading>{t("moved")}</Heading>
			{points.length < 2 ? (
				<Text>{t("noTrend")}</Text>
			) : (
				<LineChart
					data={points.map(({ at, value }) => ({ at: Date.parse(at), value: Math.round(value * scale) }))}
					axes={{
						x: { field: "at", fieldType: "datetime", label: "" },
						y: { field: "value", fieldType: "linear", label: scale === 1 ? t("lead") : `${t("deal")} (%)` },
					}}
					options={{ showTooltips: true }}
				/>
			)}
		</>
	);
}
