/** Letters that decomposing does not take apart. */
const SPELLED: Readonly<Record<string, string>> = {
	ß: "ss",
	ø: "o",
	æ: "ae",
	œ: "oe",
	đ: "d",
	ł: "l",
	ı: "i",
	þ: "th",
};
/** What a German keyboard without umlauts makes of them. */
const UMLAUTS: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue" };
/** Words around a name that are none of it. */
const TITLES = new Set(["mr", "mrs", "ms", "miss", "dr", "prof", "jr", "sr", "ii", "iii", "iv", "phd", "mba"]);

/**
 * A name as the words it is compared by: lower case, without accents, punctuation and titles, "Last, First" turned round,
 * and what stands in brackets ("(Berlin)", "[inactive]") left away. Empty when no letter is in it.
 */
export function nameWords(text: string): string[] {
	return wordsOf(turnRound(text.normalize("NFC").toLowerCase()));
}

/**
 * Spellings under which two writings of one name are the same: "Müller, José", "Jose Mueller" and "JOSÉ MÜLLER" share
 * one. Empty for a text without letters.
 */
export function nameKeys(text: string): string[] {
	const plain = turnRound(text.normalize("NFC").toLowerCase());
	const keys = [plain, plain.replace(/[äöü]/g, (letter) => UMLAUTS[letter] ?? letter)].map((t) => wordsOf(t).join(" "));
	return [...new Set(keys)].filter((key) => key !== "");
}

/** The words before the @ of an address, split where addresses are: "maria.lopez+crm@…" → maria, lopez. */
export function addressWords(email: string): string[] {
	const [local = ""] = email.toLowerCase().split("@");
	return wordsOf((local.split("+")[0] ?? "").replace(/\d+$/, ""));
}

function turnRound(text: string): string {
	const bare = text.replace(/\([^)]*\)|\[[^\]]*\]/g, " ");
	const [last = "", first = "", ...more] = bare.split(",");
	if (more.length > 0 || first.trim() === "" || wordsOf(first).length === 0) return bare;
	return `${first} ${last}`;
}

function wordsOf(text: string): string[] {
	return text
		.replace(/[ßøæœđłıþ]/g, (letter) => SPELLED[letter] ?? letter)
		.normalize("NFKD")
		.replace(/(?<=\p{Script=Latin})\p{M}+/gu, "")
		.normalize("NFC")
		.replace(/['’`]/g, "")
		.split(/[^\p{L}\p{M}]+/u)
		.filter((word) => word !== "" && !TITLES.has(word));
}
