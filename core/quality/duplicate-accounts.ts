import { type CompanyName, readCompanyName } from "./company-name.ts";
import { type DuplicateProposal, type Party, pairsSharing, propose, type Sign } from "./duplicates.ts";
import { slipsBetween } from "./spelling.ts";

/** That two accounts drawn from one block are one, before anything else is known of them. */
const PRIOR = -3;

type Read = Party & { read: CompanyName };

/**
 * Accounts that are probably one company, surest first: alike in name but for legal form, accents, capitals, a slip or a
 * word more, weighed with what else agrees or differs (domain, country, region, industry, size). Fellegi and Sunter
 * (1969) with fixed weights: a pair's log-odds are the prior and its signs.
 */
export function duplicateAccounts(accounts: readonly Party[]): DuplicateProposal[] {
	const read = accounts.map((account) => ({ ...account, read: readCompanyName(account.name) }));
	const found: DuplicateProposal[] = [];
	for (const [a, b] of pairsSharing(read, keysOf)) {
		const name = nameSign(a.read, b.read);
		if (!name) continue;
		const proposal = propose("account", a, b, PRIOR, [
			name,
			domainSign(a, b),
			sameOrNot("country", a.country, b.country, 0.5, -3),
			sameOrNot("region", a.region, b.region, 0.8, -1.5),
			sameOrNot("industry", a.industry, b.industry, 0.6, -1.5),
			sizeSign(a, b),
		]);
		if (proposal) found.push(proposal);
	}
	return found.sort((x, y) => y.probability - x.probability || (x.otherId < y.otherId ? -1 : 1));
}

function keysOf({ read, domain }: Read): string[] {
	const { core, words } = read;
	const keys = [`name ${core}`, `letters ${[...core].sort().join("")}`, `words ${[...words].sort().join(" ")}`];
	if (core.length >= 6) keys.push(`head ${core.slice(0, 5)}`, `tail ${core.slice(-5)}`);
	if (words[0] && words.length > 1) keys.push(`first ${words[0]} ${words[1]}`);
	if (domain) keys.push(`domain ${domain.toLowerCase().replace(/^www\./, "")}`);
	return keys;
}

function nameSign(a: CompanyName, b: CompanyName): Sign | null {
	if (a.core === b.core) return { code: "name_same", weight: 5 };
	const longer = Math.max(a.core.length, b.core.length);
	if (longer >= 6 && slipsBetween(a.core, b.core, 1) <= 1) return { code: "name_slip", weight: 3.6 };
	if (longer >= 12 && slipsBetween(a.core, b.core, 2) <= 2) return { code: "name_slip", weight: 2.4 };
	const [few, many] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
	const isWithin = few.length >= 2 && few.every((word) => many.includes(word));
	return isWithin ? { code: "name_within", weight: 2 } : null;
}

function domainSign(a: Party, b: Party): Sign | null {
	if (!a.domain || !b.domain) return null;
	const isSame = a.domain.toLowerCase() === b.domain.toLowerCase();
	return isSame
		? { code: "domain_same", weight: 3.5, params: { domain: a.domain } }
		: { code: "domain_differs", weight: -2 };
}

function sizeSign(a: Party, b: Party): Sign | null {
	if (!a.employees || !b.employees) return null;
	if (a.employees === b.employees) return { code: "size_same", weight: 2, params: { count: a.employees } };
	const ratio = Math.max(a.employees, b.employees) / Math.min(a.employees, b.employees);
	return ratio > 3 ? { code: "size_differs", weight: -1.5 } : null;
}

/** A field in which both say something. */
export function sameOrNot(
	what: string,
	a: string | null | undefined,
	b: string | null | undefined,
	ifSame: number,
	ifNot: number,
): Sign | null {
	if (!a || !b) return null;
	return a.toLowerCase() === b.toLowerCase()
		? { code: `${what}_same`, weight: ifSame }
		: { code: `${what}_differs`, weight: ifNot };
}
