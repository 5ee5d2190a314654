/** Flat: key → pattern. */
export type Catalogue = Readonly<Record<string, string>>;
