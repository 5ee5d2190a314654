import catalogues from "./words.json";

type Catalogue = (typeof catalogues)["en"];
/** A sentence of ours, by the key that it has in the house's catalogues without `card.`. */
export type Say = (key: keyof Catalogue, params?: Record<string, string>) => string;

/** Speaks the language nearest to the person's, English else. */
export function wordsOf(language: string): Say {
	const own = language.toLowerCase().split(/[-_]/)[0] ?? "en";
	const catalogue: Catalogue = own in catalogues ? catalogues[own as keyof typeof catalogues] : catalogues.en;
	return (key, params = {}) => catalogue[key].replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}
