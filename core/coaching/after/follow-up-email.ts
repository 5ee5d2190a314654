import { word } from "../../words/word.ts";
import type { Action, SlotValue } from "../findings.ts";
import type { CoachLanguage } from "../languages.ts";
import { formatDay } from "./format-day.ts";

/** A draft a person reads before it is sent. */
export interface FollowUpEmail {
	lang: CoachLanguage;
	subject: string;
	body: string;
	/** Segments its sentences rest on. */
	segmentIds: string[];
}

/** What the draft is written from. Names are null where nobody knows them. */
export interface EmailMaterial {
	lang: CoachLanguage;
	repName: string | null;
	customerName: string | null;
	actions: readonly Action[];
	pain: SlotValue | null;
	nextStep: SlotValue | null;
}

/** The follow-up to a meeting in its language: thanks, what we heard, who does what by when, how it goes on. Nothing is invented. */
export function followUpEmail({ lang, repName, customerName, actions, pain, nextStep }: EmailMaterial): FollowUpEmail {
	const open = actions.filter((a) => a.status !== "dismissed");
	const say = (key: string, params: Record<string, string> = {}): string => word(lang, `coach.email.${key}`, params);
	const list = (owner: Action["owner"][], heading: string): string[] => {
		const lines = open.filter((a) => owner.includes(a.owner)).map((a) => line(a, lang));
		return lines.length === 0 ? [] : [[say(heading), ...lines].join("\n")];
	};
	const paragraphs = [
		customerName === null ? say("greeting") : say("greetingName", { name: customerName }),
		say("thanks"),
		...(pain && pain.side === "customer" ? [say("heard", { quote: pain.quote })] : []),
		...list(["rep"], "weDo"),
		...list(["customer"], "youDo"),
		...list(["both", "unknown"], "open"),
		nextStep && nextStep.level >= 2 ? say("nextStep", { quote: nextStep.quote }) : say("proposeNext"),
		[say("close"), ...(repName === null ? [] : [repName])].join("\n"),
	];
	const rests = [...open.flatMap((a) => a.segmentIds), ...(pain?.segmentIds ?? []), ...(nextStep?.segmentIds ?? [])];
	return { lang, subject: say("subject"), body: paragraphs.join("\n\n"), segmentIds: [...new Set(rests)] };
}

function line({ text, due }: Action, lang: CoachLanguage): string {
	const by = due?.date ? ` ${word(lang, "coach.email.by", { date: formatDay(due.date, lang) })}` : "";
	return `• ${text}${by}`;
}
