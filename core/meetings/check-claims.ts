import { tokens } from "../coaching/learner/tokens.ts";
import { hasForeignLink, type KnownAddresses } from "./foreign-links.ts";
import { speaksToMachine } from "./speaks-to-machine.ts";

/** Something that is said to have come of a meeting, with the words it rests on. */
export interface Claim {
	text: string;
	segmentIds: readonly string[];
	/** Word for word from the first of the segments. */
	quote: string;
}

/** Why a claim is dropped. */
export type ClaimFault = "no-segment" | "no-quote" | "number" | "link" | "machine" | "other-words" | "too-long";

/** Letters of a claim at most. */
const LONGEST = 400;
const SHORTEST_QUOTE = 8;
/** Of the claim's own words so many must stand in what it cites. */
const LEAST_SHARED = 0.6;

/**
 * Whether a claim stands in what was said: the segments are there and hold the quote word for word, every number and
 * most words of the claim are theirs, it names no link or address that the CRM does not know, and neither it nor what
 * it cites was meant for a machine. Null: it stands.
 */
export function claimFault(
	claim: Claim,
	textOf: (segmentId: string) => string | undefined,
	known: KnownAddresses,
): ClaimFault | null {
	if (claim.text.length > LONGEST || claim.text.trim() === "") return "too-long";
	const cited = claim.segmentIds.map(textOf);
	if (cited.length === 0 || cited.some((text) => text === undefined)) return "no-segment";
	const [first = "", ...others] = cited as string[];
	const quote = plain(claim.quote);
	const isShort = [...quote].length < (/[\p{Script=Han}\p{Script=Hiragana}]/u.test(quote) ? 4 : SHORTEST_QUOTE);
	if (isShort || ![first, ...others].some((text) => plain(text).includes(quote))) return "no-quote";
	if ([claim.text, first, ...others].some(speaksToMachine)) return "machine";
	if (hasForeignLink(claim.text, known)) return "link";
	const said = [first, ...others].join(" ");
	const numbers = new Set(said.match(NUMBERS)?.map(bare));
	if ((claim.text.match(NUMBERS) ?? []).some((number) => !numbers.has(bare(number)))) return "number";
	return shared(claim.text, said) < LEAST_SHARED ? "other-words" : null;
}

const NUMBERS = /\p{N}+(?:[.,]\p{N}+)*/gu;
const bare = (number: string): string => number.replace(/[.,]0+$/, "").replace(/[.,]/g, "");

/** Lower case, one space, one kind of quotation mark. */
function plain(text: string): string {
	return text
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[’‘`´]/g, "'")
		.replace(/[“”„«»]/g, '"')
		.replace(/\s+/g, " ")
		.trim();
}

/** Share of a claim's words whose beginnings stand in what was said; short words carry little and are not counted. */
function shared(claim: string, said: string): number {
	const stem = (word: string): string => [...word].slice(0, 5).join("");
	const theirs = new Set(tokens(said).map(stem));
	const own = [
		...new Set(
			tokens(claim).filter((word) => [...word].length >= 4 || /\p{Script=Han}|\p{Script=Katakana}/u.test(word)),
		),
	];
	if (own.length === 0) return 0;
	return own.filter((word) => theirs.has(stem(word))).length / own.length;
}
