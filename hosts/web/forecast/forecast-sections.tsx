import type { ComponentType } from "react";
import type { PageWord } from "../../../core/words/english.ts";
import { fetchedPage as page } from "../fetched-page.ts";
import { NotFoundPage } from "../pages/not-found.tsx";
import { useMe } from "../portal-context.tsx";

/** One part of the forecast with an address of its own: `/forecast/<id>`. */
interface Section {
	id: string;
	word: PageWord;
	page: ComponentType;
	/** Without it the section is neither offered nor shown. */
	needs?: string;
}

/** The parts of the forecast beside where a period lands, in the order in which they are offered. */
export const FORECAST_SECTIONS: readonly Section[] = [
	{ id: "calls", word: "calls.title", page: page(() => import("../pages/forecast-calls.tsx"), "CallsPage") },
	{
		id: "deals",
		word: "forecastDeals.title",
		page: page(() => import("../pages/forecast-deals.tsx"), "ForecastDealsPage"),
	},
	{
		id: "number",
		word: "numberChanges.title",
		page: page(() => import("../pages/forecast-number.tsx"), "NumberChangesPage"),
	},
	{ id: "scores", word: "scores.title", page: page(() => import("../pages/forecast-scores.tsx"), "CallScoresPage") },
	{
		id: "changes",
		word: "waterfall.title",
		page: page(() => import("../pages/forecast-changes.tsx"), "ForecastChangesPage"),
	},
	{
		id: "scenarios",
		word: "scenarios.title",
		page: page(() => import("../pages/forecast-scenarios.tsx"), "ForecastScenariosPage"),
	},
	{
		id: "accuracy",
		word: "accuracy.title",
		page: page(() => import("../pages/forecast-accuracy.tsx"), "ForecastAccuracyPage"),
	},
];

/** The page of a part; "nothing here" where there is none, or none for this person. */
export function ForecastSection({ id }: { id: string }) {
	const me = useMe();
	const section = FORECAST_SECTIONS.find((s) => s.id === id);
	const isOpen = section && (section.needs === undefined || me.permissions.includes(section.needs));
	return isOpen ? <section.page /> : <NotFoundPage />;
}
