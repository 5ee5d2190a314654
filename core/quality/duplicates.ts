import type { Instant } from "../model/instant.ts";

/** What is compared: an account, or a contact with the account it belongs to. */
export interface Party {
	id: string;
	name: string;
	domain?: string | null;
	email?: string | null;
	phone?: string | null;
	country?: string | null;
	region?: string | null;
	industry?: string | null;
	employees?: number | null;
	accountId?: string | null;
	createdAt: Instant;
}

/** One sign that speaks for or against two records being one; `weight` in log-odds. */
export interface Sign {
	code: string;
	weight: number;
	params?: Record<string, string | number>;
}

/** Two records that may be one. `probability` follows from prior and signs: log-odds add up. */
export interface DuplicateProposal {
	entity: "account" | "contact";
	/** The elder one, which a merge keeps unless told otherwise. */
	keepId: string;
	otherId: string;
	probability: number;
	/** Log-odds before any sign. */
	prior: number;
	signs: Sign[];
}

/** Below it a pair is not worth a person's look. */
export const LEAST_PROBABILITY = 0.6;
/** From here on pairs may be merged in bulk. */
export const SURE_PROBABILITY = 0.95;

/** Prior and signs as a proposal, or null where they do not suffice. */
export function propose(
	entity: DuplicateProposal["entity"],
	a: Party,
	b: Party,
	prior: number,
	signs: readonly (Sign | null)[],
): DuplicateProposal | null {
	const found = signs.filter((sign) => sign !== null);
	const logOdds = found.reduce((sum, { weight }) => sum + weight, prior);
	const probability = 1 / (1 + Math.exp(-logOdds));
	if (probability < LEAST_PROBABILITY) return null;
	const [keep, other] = a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? [a, b] : [b, a];
	return { entity, keepId: keep.id, otherId: other.id, probability, prior, signs: found };
}

/** More records than this under one key say that the key means nothing. */
const LARGEST_BLOCK = 60;

/** Every pair of records that share a key, once, in a fixed order. Keys that half the world shares are passed over. */
export function* pairsSharing<T extends Party>(
	records: readonly T[],
	keysOf: (record: T) => string[],
): Generator<[T, T]> {
	const blocks = new Map<string, T[]>();
	for (const record of records) {
		for (const key of new Set(keysOf(record))) {
			const block = blocks.get(key);
			if (block) block.push(record);
			else blocks.set(key, [record]);
		}
	}
	const seen = new Set<string>();
	for (const block of blocks.values()) {
		if (block.length < 2 || block.length > LARGEST_BLOCK) continue;
		for (let i = 0; i < block.length; i++) {
			for (let j = i + 1; j < block.length; j++) {
				const [a, b] = [block[i] as T, block[j] as T];
				const pair = a.id < b.id ? `${a.id}/${b.id}` : `${b.id}/${a.id}`;
				if (seen.has(pair)) continue;
				seen.add(pair);
				yield [a, b];
			}
		}
	}
}
