/** Something that may stand in a digest. */
export interface Candidate<T> {
	/** What it is about; of several about one thing the weightiest stands, with the others' reasons. */
	about: string;
	/** Expected money at stake, in one currency's units. */
	impact: number;
	item: T & { why: readonly string[] };
}

/** The weightiest things, at most `most`, one for each that they are about; equal ones by name, so that twice is the same. */
export function pickItems<T>(candidates: readonly Candidate<T>[], most: number): (T & { why: string[] })[] {
	const byAbout = new Map<string, Candidate<T>[]>();
	for (const one of candidates) byAbout.set(one.about, [...(byAbout.get(one.about) ?? []), one]);
	return [...byAbout.entries()]
		.map(([about, all]) => {
			const [first, ...rest] = all.toSorted((a, b) => b.impact - a.impact);
			const why = [...(first?.item.why ?? []), ...rest.flatMap(({ item }) => item.why)];
			return {
				about,
				impact: all.reduce((sum, { impact }) => sum + impact, 0),
				item: first && { ...first.item, why: [...new Set(why)] },
			};
		})
		.sort((a, b) => b.impact - a.impact || (a.about < b.about ? -1 : 1))
		.slice(0, most)
		.flatMap(({ item }) => item ?? []);
}
