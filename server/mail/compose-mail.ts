import { direction } from "../../core/words/locales.ts";
import { word } from "../../core/words/word.ts";
import type { MailContent, MailKind } from "./mail-kinds.ts";

/** A mail as it is read. */
export interface Letter {
	subject: string;
	text: string;
	html: string;
}

/** Words a mail in the reader's language, as plain text and as simple HTML. What others have typed is only ever text in it. */
export function composeMail(kind: MailKind, locale: string, content: MailContent, publicUrl: string): Letter {
	const say = (what: string) => word(locale, `mail.${kind}.${what}`, content.params);
	const link = content.path === null ? null : publicUrl + content.path;
	const subject = oneLine(say("subject"));
	const paragraphs = say("says").split("\n");
	const action = link === null ? null : { link, says: say("action") };
	const foot = word(locale, "mail.foot", content.params);
	const text = [...paragraphs, ...(action ? [`${action.says}:\n${action.link}`] : []), `-- \n${foot}`].join("\n\n");
	return { subject, text: `${text}\n`, html: page(locale, subject, paragraphs, action, foot) };
}

function page(
	locale: string,
	subject: string,
	paragraphs: string[],
	action: { link: string; says: string } | null,
	foot: string,
): string {
	const said = paragraphs.map((text) => `<p>${escaped(text)}</p>`).join("\n");
	const button = action
		? `<p><a href="${escaped(action.link)}" style="display:inline-block;padding:10px 18px;border-radius:4px;background:#00627b;color:#ffffff;text-decoration:none;font-weight:600">${escaped(action.says)}</a></p>
<p style="font-size:13px;color:#51606a;word-break:break-all"><bdi dir="ltr">${escaped(action.link)}</bdi></p>`
		: "";
	return `<!doctype html>
<html lang="${locale}" dir="${direction(locale)}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#1a2429;background:#ffffff">
<div style="max-width:34em">
<p style="font-weight:700;color:#00627b">Courtside</p>
${said}
${button}
<p style="font-size:13px;color:#51606a;border-top:1px solid #d9e0e3;padding-top:12px">${escaped(foot)}</p>
</div>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A line break in somebody's name must not become a header of the mail. */
function oneLine(text: string): string {
	return text.replace(/\p{Cc}+/gu, " ").trim();
}
