/** What a content line is for; null: for any. */
export interface ContentAim {
	id: string;
	competitorId: string | null;
	stageId: string | null;
	industry: string | null;
	/** BCP 47. */
	locale: string;
	title: string;
}

/** The deal a line is looked for. */
export interface DealSituation {
	stageId: string;
	competitorIds: ReadonlySet<string>;
	industry: string | null;
	/** The language of who will say it. */
	locale: string;
}

export type Fit = "competitor" | "stage" | "industry";

/**
 * The lines that fit a deal: nothing that a line names may differ from the deal. What fits most closely comes first, then
 * what is in the reader's language, then by title.
 */
export function fitContent<T extends ContentAim>(lines: readonly T[], deal: DealSituation): { line: T; fits: Fit[] }[] {
	const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: "base" }) === 0;
	const fitting = lines.flatMap((line) => {
		const fits: Fit[] = [];
		if (line.competitorId !== null) {
			if (!deal.competitorIds.has(line.competitorId)) return [];
			fits.push("competitor");
		}
		if (line.stageId !== null) {
			if (line.stageId !== deal.stageId) return [];
			fits.push("stage");
		}
		if (line.industry !== null) {
			if (deal.industry === null || !same(line.industry, deal.industry)) return [];
			fits.push("industry");
		}
		return [{ line, fits }];
	});
	const foreign = ({ line }: { line: T }) => (line.locale === deal.locale ? 0 : 1);
	return fitting.sort(
		(a, b) => b.fits.length - a.fits.length || foreign(a) - foreign(b) || (a.line.title < b.line.title ? -1 : 1),
	);
}
