/**
 * What a deal is judged by beyond its stage and age, each as it was known at a moment. `needsHistory`: where a deal's
 * fields have no history its value is from when the file was read, which is later than the moment asked about.
 */
export const FEATURES = [
	{ name: "amount", kind: "number", needsHistory: true },
	{ name: "amountChange", kind: "number", needsHistory: true },
	{ name: "age", kind: "number", needsHistory: false },
	{ name: "stageDays", kind: "number", needsHistory: true },
	{ name: "velocity", kind: "number", needsHistory: true },
	{ name: "stepsBack", kind: "number", needsHistory: true },
	{ name: "pushes", kind: "number", needsHistory: true },
	{ name: "daysToClose", kind: "number", needsHistory: true },
	{ name: "nextStep", kind: "number", needsHistory: true },
	{ name: "source", kind: "category", needsHistory: true },
	{ name: "industry", kind: "category", needsHistory: false },
	{ name: "employees", kind: "number", needsHistory: false },
	{ name: "repRecord", kind: "number", needsHistory: false },
	{ name: "accountRecord", kind: "number", needsHistory: false },
	{ name: "touches", kind: "number", needsHistory: false },
	{ name: "replies", kind: "number", needsHistory: false },
	{ name: "sinceReply", kind: "number", needsHistory: false },
	{ name: "sinceTouch", kind: "number", needsHistory: false },
	{ name: "meetings", kind: "number", needsHistory: false },
	{ name: "sinceMeeting", kind: "number", needsHistory: false },
	{ name: "people", kind: "number", needsHistory: false },
	{ name: "competitors", kind: "number", needsHistory: false },
	{ name: "buyingSigns", kind: "number", needsHistory: false },
	{ name: "openObjections", kind: "number", needsHistory: false },
	{ name: "agreedStep", kind: "number", needsHistory: false },
] as const;

export type FeatureName = (typeof FEATURES)[number]["name"];

/** One value; null where it is not known, which says something of its own. */
export type FeatureValue = number | string | null;

/** A deal as a model reads it. */
export type DealFeatures = Record<FeatureName, FeatureValue>;

/** Fields of a deal that are never read: they are known only once it is over, or are somebody's own guess of the answer. */
export const REFUSED_FIELDS = ["status", "closedAt", "lostReason", "probability", "forecastCategory"] as const;
