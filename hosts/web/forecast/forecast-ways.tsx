import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { PageWays } from "../page-ways.tsx";
import { useMe } from "../portal-context.tsx";
import { usePlace } from "../router.tsx";
import { FORECAST_SECTIONS } from "./forecast-sections.tsx";

/** Ways between the parts of the forecast: stands on each of them, and keeps the period and the node one looks at. */
export function ForecastWays() {
	const { t } = useSpeech();
	const { query } = usePlace();
	const me = useMe();
	const open = FORECAST_SECTIONS.filter(({ needs }) => needs === undefined || me.permissions.includes(needs));
	const ways: { to: string; word: PageWord }[] = [
		{ to: "/forecast", word: "forecastWays.now" },
		...open.map(({ id, word }) => ({ to: `/forecast/${id}`, word })),
	];
	if (ways.length === 1) return null;
	const kept = new URLSearchParams(
		[...query].filter(([name]) => ["period", "grain", "node"].includes(name)),
	).toString();
	return (
		<PageWays
			label={t("forecastWays.label")}
			ways={ways.map(({ to, word }) => ({ to: kept ? `${to}?${kept}` : to, word }))}
		/>
	);
}
