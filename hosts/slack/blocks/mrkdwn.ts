/** What a CRM holds, so that Slack shows it as it is: it can then call nobody, link nowhere and begin no block of code. */
export function escaped(text: string): string {
	return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The text as a person reads it. */
export function unescaped(text: string): string {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Bold, unless the text has stars of its own that would end it early. */
export function bold(text: string): string {
	const safe = escaped(text);
	return safe === "" || /[*\n]/.test(safe) ? safe : `*${safe}*`;
}

/** A link whose words may be anything. */
export function link(url: string, words: string): string {
	return `<${url}|${escaped(words).replaceAll("|", "¦")}>`;
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*/g, " ");
}
