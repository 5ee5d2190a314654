import type { CoachLanguage } from "../languages.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { he } from "./he.ts";
import { ja } from "./ja.ts";
import {
	OBJECTION_KINDS,
	type ObjectionKind,
	type SignalPack,
	type SlotName,
	STAGES,
	type Stage,
} from "./signal-pack.ts";

const PACKS: Record<CoachLanguage, SignalPack> = { en, es, fr, de, he, ja };

/** A language's wordings, ready to run. */
export interface CompiledPack {
	objections: [ObjectionKind, RegExp][];
	slots: [Exclude<SlotName, "nextStep">, RegExp][];
	stages: [Stage, RegExp][];
	buying: RegExp;
	commitment: RegExp;
	request: RegExp;
	joint: RegExp;
	notCommitment: RegExp;
	nextStep: RegExp;
	wrapUp: RegExp;
	discount: RegExp;
	currency: RegExp;
	answer: RegExp;
	accept: RegExp;
	positive: RegExp;
	negative: RegExp;
}

const compiled = new Map<CoachLanguage, CompiledPack>();

/** Compiled once a language. */
export function packOf(lang: CoachLanguage): CompiledPack {
	let pack = compiled.get(lang);
	if (!pack) {
		pack = compile(PACKS[lang], lang);
		compiled.set(lang, pack);
	}
	return pack;
}

/** Text as the patterns expect it: one kind of apostrophe, lower case, one space. */
export function patternText(text: string): string {
	return text.normalize("NFKC").toLowerCase().replace(/[’`´]/g, "'").replace(/\s+/g, " ").trim();
}

function compile(pack: SignalPack, lang: CoachLanguage): CompiledPack {
	const at = (pattern: string, flags = "u"): RegExp => new RegExp(edged(pattern, lang), flags);
	const first = (pattern: string): RegExp => new RegExp(`^(?:\\p{P}|\\s)*${edged(pattern, lang)}`, "u");
	return {
		objections: OBJECTION_KINDS.map((kind) => [kind, at(pack.objections[kind])]),
		slots: Object.entries(pack.slots).map(([slot, p]) => [slot as Exclude<SlotName, "nextStep">, at(p)]),
		stages: STAGES.map((stage) => [stage, at(pack.stages[stage], "gu")]),
		buying: at(pack.buying),
		commitment: at(pack.commitment),
		request: at(pack.request),
		joint: at(pack.joint),
		notCommitment: at(pack.notCommitment),
		nextStep: at(pack.nextStep),
		wrapUp: at(pack.wrapUp),
		discount: at(pack.discount),
		currency: at(pack.currency),
		answer: first(pack.answer),
		accept: first(pack.accept),
		positive: at(pack.positive, "gu"),
		negative: at(pack.negative, "gu"),
	};
}

/** Whole words; in Hebrew a word may have a letter of "and", "that", "the" before it, in Japanese there are no edges. */
function edged(pattern: string, lang: CoachLanguage): string {
	if (lang === "ja") return `(?:${pattern})`;
	const before =
		lang === "he" ? "(?<!\\p{L}\\p{L})(?:(?<=(?<!\\p{L})[והשבלכמ])|(?<![\\p{L}\\p{N}]))" : "(?<![\\p{L}\\p{N}])";
	return `${before}(?:${pattern})(?![\\p{L}\\p{N}])`;
}
