import { expect, test } from "vitest";
import { categoryFromText } from "./deal-category.ts";

test.each([
	["Commit", "commit"],
	["Forecast", "commit"],
	["COMMIT", "commit"],
	["BestCase", "best_case"],
	["BEST_CASE", "best_case"],
	["Most Likely", "best_case"],
	["Upside", "best_case"],
	["PIPELINE", "pipeline"],
	["OMIT", "omitted"],
	["Omitted", "omitted"],
	["Zusage", "commit"],
	["Meilleur cas", "best_case"],
	["最善達成予測", "best_case"],
	["פייפליין", "pipeline"],
])("%s is read as %s", (text, category) => expect(categoryFromText(text)).toBe(category));

test.each(["Closed", "CLOSED", "Closed won", "", "42", "whatever"])("%j is none", (text) =>
	expect(categoryFromText(text)).toBeNull(),
);
