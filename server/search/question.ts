/** What somebody looks for, folded as `courtside_fold` folds the records. */
export interface Question {
	/** All of it, for names that are or begin like it. */
	whole: string;
	/** Its words. */
	words: string[];
	/** `like` patterns that all must hold: each word anywhere. */
	anywhere: string[];
	/** The same where an index by three letters helps; shorter words only at the beginning of one. Null: all too short. */
	indexed: string[] | null;
	/** Each word at the beginning of one: counts more. */
	starts: string[];
}

/** Splits and folds what was typed. Null when nothing of it can be looked for. */
export function questionOf(typed: string): Question | null {
	const whole = fold(typed).trim().replace(/\s+/g, " ");
	if (whole === "") return null;
	const words = [...new Set(whole.split(" "))].slice(0, 8);
	const long = words.filter((word) => [...word].length >= 2);
	return {
		whole,
		words,
		anywhere: words.map((word) => `%${escaped(word)}%`),
		indexed:
			long.length === 0
				? null
				: long.map((word) => ([...word].length >= 3 ? `%${escaped(word)}%` : `% ${escaped(word)}%`)),
		starts: words.map((word) => `% ${escaped(word)}%`),
	};
}

const SPELLED: Readonly<Record<string, string>> = { ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe" };

/** Without case and accents: "Søndergård" → "sondergard". The same as `courtside_fold` in the database. */
export function fold(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/[\u0300-\u036f]/g, "")
		.toLowerCase()
		.replace(/[øłđıßæœ]/g, (letter) => SPELLED[letter] ?? letter);
}

/** A pattern sign taken as written. */
export function escaped(text: string): string {
	return text.replace(/[\\%_]/g, "\\$&");
}
