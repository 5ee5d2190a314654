import type { ActivityKind } from "../model/activity.ts";
import { clip } from "./clip.ts";
import type { Draft, Link } from "./draft.ts";
import type { MapperContext } from "./map-sheet.ts";
import { byEmail, headerWords } from "./name-key.ts";

const KINDS: [ActivityKind, RegExp][] = [
	["demo", /demo|vorfuhrung|הדגמה|デモ/],
	[
		"meeting",
		/meet|event|visit|appointment|onsite|reunion|rendez|besuch|termin|treffen|besprechung|פגישה|会議|訪問|打ち合わせ|面談|ミーティング/,
	],
	["call", /call|phone|dial|llamada|appel|anruf|telefon|שיחה|電話|架電/],
	["email", /mail|correo|courriel|אימייל|דואר|メール/],
	["web", /web|page|visit|download|form|click|chat|site|אתר|閲覧/],
	["note", /note|comment|nota|notiz|kommentar|הערה|メモ/],
	["task", /./],
];

/** What kind of thing was done, by the word for it. */
export function activityKind(text: string | null): ActivityKind {
	if (text === null) return "task";
	const words = headerWords(text);
	return KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? "task";
}

/** A row of an activities sheet. */
export function mapActivity(context: MapperContext): Draft[] {
	const { reader } = context;
	const drafts: Draft[] = [];
	const occurredAt = reader.instant("occurredAt") ?? reader.refuse("missing_date", "occurredAt");
	const subject = reader.longText("subject");
	const links: Record<string, Link | null> = {
		ownerId: context.linkOwner(drafts),
		accountId: context.linkAccount(drafts, "accountName", "accountId"),
	};
	const deal = reader.key("dealId");
	if (deal) links["dealId"] = { entity: "deal", key: deal };
	const lead = reader.key("leadId");
	if (lead) links["leadId"] = { entity: "lead", key: lead };
	const contact = reader.key("contactId");
	const email = reader.text("contactEmail");
	if (contact) links["contactId"] = { entity: "contact", key: contact };
	else if (email?.includes("@")) links["contactId"] = { entity: "contact", key: byEmail(email) };
	drafts.push({
		entity: "activity",
		key: reader.key("externalId") ?? context.rowKey("activity"),
		aliases: [],
		implied: false,
		fields: {
			kind: activityKind(reader.text("kind") ?? subject),
			direction: directionOf(reader.text("direction") ?? reader.text("kind")),
			subject: subject === null ? null : clip(subject, 500),
			occurredAt,
			durationMinutes: minutes(context),
		},
		links,
		extra: null,
	});
	return drafts;
}

function minutes(context: MapperContext): number | null {
	const text = context.reader.raw("durationMinutes");
	const clock = text === null ? null : /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(text);
	if (clock) {
		const [a, b, c] = [Number(clock[1]), Number(clock[2]), clock[3] === undefined ? null : Number(clock[3])];
		return c === null ? Math.round(a + b / 60) : Math.round(a * 60 + b + c / 60);
	}
	const count = context.reader.count("durationMinutes");
	return count === null || count < 0 ? null : Math.round(count);
}

function directionOf(text: string | null): "in" | "out" | null {
	const words = headerWords(text ?? "");
	if (/\b(in|inbound|incoming|received|entrante|recibid[oa]|entrant|recu|eingehend)\b|נכנס|受信|着信/.test(words))
		return "in";
	return /\b(out|outbound|outgoing|sent|saliente|enviad[oa]|sortant|envoye|ausgehend)\b|יוצא|送信|発信/.test(words)
		? "out"
		: null;
}
