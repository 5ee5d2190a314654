// Begins where a run of such signs does: else it would look at the rest of a long run from each of its places.
const MAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const LINK =
	/(?:https?:\/\/|www\.)[^\s<>"'“”„«»)\]]+|(?<![@\p{L}\p{N}.-])[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|net|org|io|ly|me|info|biz|app|dev|example|co|eu|de|fr|es|il|jp|ru|cn|xyz|top|link|site|online)(?:\/[^\s<>"'“”„«»)\]]*)?(?![\p{L}\p{N}])/giu;
const ACCOUNT = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b/g;

/** What may stand in a draft: addresses and domains that the CRM has. Lower case. */
export interface KnownAddresses {
	emails: ReadonlySet<string>;
	domains: ReadonlySet<string>;
}

/** Whether a text names a link, an address or a bank account that the CRM does not have. */
export function hasForeignLink(text: string, known: KnownAddresses): boolean {
	return withoutForeignLinks(text, known) !== text;
}

/** The text without links, addresses and bank accounts that the CRM does not have; Markdown links lose their target too. */
export function withoutForeignLinks(text: string, known: KnownAddresses): string {
	const plain = text.replace(/!?\[([^\]]{0,500})\]\(([^)]{0,2000})\)/g, (whole, label: string, target: string) =>
		isKnownLink(target, known) ? whole : label,
	);
	const mailless = plain.replace(MAIL, (mail) => (isKnownMail(mail, known) ? mail : "…"));
	const linkless = mailless.replace(LINK, (link) => (isKnownLink(link, known) ? link : "…"));
	return linkless.replace(ACCOUNT, "…").replace(/ {2,}/g, " ");
}

function isKnownMail(mail: string, { emails }: KnownAddresses): boolean {
	return emails.has(mail.toLowerCase());
}

function isKnownLink(link: string, { domains }: KnownAddresses): boolean {
	const host = /^(?:https?:\/\/)?(?:[^/@]*@)?([^/:?#]+)/i.exec(link.toLowerCase())?.[1]?.replace(/^www\./, "") ?? "";
	return domains.has(host);
}
