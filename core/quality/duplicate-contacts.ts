import { sameOrNot } from "./duplicate-accounts.ts";
import { type DuplicateProposal, type Party, pairsSharing, propose, type Sign } from "./duplicates.ts";
import { type PersonName, personLikeness, readPersonName } from "./person-name.ts";
import { slipsBetween } from "./spelling.ts";

const PRIOR = -3;

type Read = Party & { read: PersonName; account: string | null; address: string | null };

/**
 * Contacts that are probably one person, surest first: the same address, or a like name at the same account. `sameAccount`
 * gives what stands for an account that is probably another (from {@link duplicateAccounts}), so that twins' contacts meet.
 */
export function duplicateContacts(
	contacts: readonly Party[],
	sameAccount: (accountId: string) => string = (id) => id,
): DuplicateProposal[] {
	const read = contacts.map((contact) => ({
		...contact,
		read: readPersonName(contact.name),
		account: contact.accountId ? sameAccount(contact.accountId) : null,
		address: contact.email?.trim().toLowerCase() || null,
	}));
	const found: DuplicateProposal[] = [];
	for (const [a, b] of pairsSharing(read, keysOf)) {
		const likeness = personLikeness(a.read, b.read, (x, y) => slipsBetween(x, y, 1));
		const isSameAddress = a.address !== null && a.address === b.address;
		if (likeness === 0 && !isSameAddress) continue;
		const proposal = propose("contact", a, b, PRIOR, [
			addressSign(a, b),
			nameSign(likeness),
			a.account && b.account
				? a.account === b.account
					? { code: "account_same", weight: 2 }
					: { code: "account_differs", weight: -2.5 }
				: null,
			sameOrNot("phone", digits(a.phone), digits(b.phone), 2.5, -0.3),
		]);
		if (proposal) found.push(proposal);
	}
	return found.sort((x, y) => y.probability - x.probability || (x.otherId < y.otherId ? -1 : 1));
}

function keysOf({ read, account, address }: Read): string[] {
	const keys = address ? [`address ${address}`] : [];
	if (account && read.family) keys.push(`family ${account} ${read.family}`, `given ${account} ${read.given.charAt(0)}`);
	return keys;
}

function addressSign(a: Read, b: Read): Sign | null {
	if (!a.address || !b.address) return null;
	// Two addresses of one person are common; one address of two people is not.
	return a.address === b.address ? { code: "email_same", weight: 5 } : { code: "email_differs", weight: -1 };
}

function nameSign(likeness: number): Sign {
	if (likeness === 1) return { code: "name_same", weight: 4 };
	if (likeness >= 0.9) return { code: "name_initial", weight: 2.6 };
	if (likeness > 0) return { code: "name_slip", weight: 2.4 };
	return { code: "name_differs", weight: -3 };
}

function digits(phone: string | null | undefined): string | null {
	return phone?.replace(/\D+/g, "").replace(/^0+/, "") || null;
}
