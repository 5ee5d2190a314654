import type { z } from "zod";
import type {
	DuplicatesJson,
	differentRequest,
	dismissRequest,
	duplicateQuery,
	FaultsJson,
	FixedJson,
	FixesJson,
	faultQuery,
	fixRequest,
	mergeDuplicatesRequest,
	QualityJson,
	rateRequest,
} from "../quality.ts";
import type { Query, Wire } from "./wire.ts";

/** Faults and duplicates in the data, and mending them. */
export const qualityCalls = ({ call }: Wire) => ({
	quality: () => call<QualityJson>("GET", "/quality"),
	checkQuality: () => call<void>("POST", "/quality/scans", { body: {} }),
	qualityFaults: (query: Query<typeof faultQuery>) => call<FaultsJson>("GET", "/quality/faults", { query }),
	qualityFixes: () => call<FixesJson>("GET", "/quality/fixes"),
	fixQuality: (body: z.input<typeof fixRequest>) => call<FixedJson>("POST", "/quality/fixes", { body }),
	undoQualityFix: (id: string) => call<FixedJson>("POST", `/quality/fixes/${id}/undo`, { body: {} }),
	dismissFaults: (body: z.input<typeof dismissRequest>) => call<void>("POST", "/quality/dismissals", { body }),
	addRate: (body: z.input<typeof rateRequest>) => call<FixedJson>("POST", "/quality/rates", { body }),
	duplicates: (query: Query<typeof duplicateQuery>) => call<DuplicatesJson>("GET", "/quality/duplicates", { query }),
	mergeDuplicates: (body: z.input<typeof mergeDuplicatesRequest>) =>
		call<FixedJson>("POST", "/quality/merges", { body }),
	tellApart: (body: z.input<typeof differentRequest>) => call<void>("POST", "/quality/different", { body }),
});
