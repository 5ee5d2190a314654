/** How sure somebody is of an open deal; each holds the ones before it. `omitted`: counted in none. */
export const DEAL_CATEGORIES = ["commit", "best_case", "pipeline", "omitted"] as const;
export type DealCategory = (typeof DEAL_CATEGORIES)[number];

/** As Salesforce and HubSpot keep and show them (`Forecast` and `MostLikely` are Salesforce's names), and as people write them. */
const WORDS: Readonly<Record<DealCategory, readonly string[]>> = {
	commit: [
		..."commit|committed|commitment|forecast|compromiso|comprometido|engagement|engagé|zusage|zugesagt|verbindlich".split(
			"|",
		),
		..."התחייבות|קומיט|コミット|達成予測|確約".split("|"),
	],
	best_case: [
		..."best case|best|upside|most likely|likely|probable|mejor caso|más probable|meilleur cas|meilleur scénario".split(
			"|",
		),
		..."le plus probable|bester fall|optimistisch|wahrscheinlich|מקרה מיטבי|התרחיש הטוב|最善ケース|最善達成予測|ベストケース".split(
			"|",
		),
	],
	pipeline: "pipeline|pipe|canal|cartera|embudo|portefeuille|פייפליין|צינור|パイプライン".split("|"),
	omitted: [
		..."omitted|omit|left out|not forecasted|not forecast|excluded|none|omitido|fuera|sin previsión|omis|écartée|exclu".split(
			"|",
		),
		..."ausgelassen|ausgeschlossen|nicht prognostiziert|הושמט|מחוץ לתחזית|対象外|売上予測から除外|除外".split("|"),
	],
};
const BY_WORD = new Map(
	DEAL_CATEGORIES.flatMap((category) => WORDS[category].map((word) => [plain(word), category] as const)),
);

/** The category that a text means; null where it means none, as `Closed` does. */
export function categoryFromText(text: string): DealCategory | null {
	return BY_WORD.get(plain(text)) ?? null;
}

/** `BEST_CASE`, `BestCase` and `Best case` are one word. */
function plain(text: string): string {
	return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
