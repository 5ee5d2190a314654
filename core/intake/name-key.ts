/**
 * What two spellings of one name share: letters and digits of any script, lower case, without accents, spaces and
 * punctuation. "GTX Pro", "GTXPro" and "gtx-pro" are one. Empty when the text has neither letter nor digit.
 */
export function nameKey(text: string): string {
	const known = keys.get(text);
	if (known !== undefined) return known;
	const key = plain.test(text)
		? text.toLowerCase().replace(/[^a-z0-9]+/g, "")
		: text
				.normalize("NFKD")
				.toLowerCase()
				.replace(/[^\p{L}\p{N}]+/gu, "")
				.normalize("NFC");
	if (keys.size >= 50_000) keys.clear();
	keys.set(text, key);
	return key;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: the test is "ASCII only"
const plain = /^[\x00-\x7f]*$/;
const keys = new Map<string, string>();

/** External id of a record known only by name. Cannot clash with a vendor's id, which has no such prefix. */
export function byName(name: string): string {
	return `name:${nameKey(name) || name.trim()}`;
}

/** External id of a person known by address. */
export function byEmail(email: string): string {
	return `email:${email.trim().toLowerCase()}`;
}

/** A header as words: camelCase and snake_case taken apart, lower case, accents and vendor suffixes off. */
export function headerWords(header: string): string {
	return header
		.normalize("NFKC")
		.replace(/__(c|pc|r)$/i, "")
		.replace(/^\(Do Not Modify\)\s*/i, "")
		.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
		.toLowerCase()
		.normalize("NFD")
		.replace(/(?<=[a-z])[\u0300-\u036f]+/g, "")
		.normalize("NFC")
		.replace(/[^\p{L}\p{N}%]+/gu, " ")
		.trim();
}
