import { fold } from "./spelling.ts";

/** Legal forms and words that companies carry or drop at will, folded. */
const FORMS = new Set(
	(
		"ab ag as asa aps bv nv co corp corporation company cia cie gmbh mbh kg kgaa kk inc incorporated llc llp lp ltd limited " +
		"lda ltda oy oyj plc pte pty pvt sa sas sarl sarlu sau sl slu spa srl sro se ug ev eg eurl gbr ohg hb " +
		"group gruppe groupe grupo holding holdings international intl global the und and et y e &"
	).split(" "),
);

/** A company's name in pieces: without accents, case, legal form; `core` its words in one, `words` the words. */
export interface CompanyName {
	core: string;
	words: string[];
}

/** Reads a company's name. Where nothing but a legal form is left, the whole name stands. */
export function readCompanyName(name: string): CompanyName {
	// "S.A." and "A/S" are one word, and so is 株式会社 wherever it stands.
	const joined = name
		.replace(/\b(\p{L})[./](?=\p{L}\b)/gu, "$1")
		.replace(/株式会社|有限会社|合同会社|\(株\)|（株）/g, " ")
		.replace(/בע["״”]?מ/g, " ");
	const all = fold(joined).split(" ").filter(Boolean);
	const words = all.filter((word) => !FORMS.has(word));
	const kept = words.length > 0 ? words : all;
	return { core: kept.join(""), words: kept };
}
