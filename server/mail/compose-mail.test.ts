import { expect, test } from "vitest";
import { LOCALES } from "../../core/words/locales.ts";
import { composeMail } from "./compose-mail.ts";
import { MAIL_KINDS } from "./mail-kinds.ts";

const PARAMS = {
	workspace: "Harbour",
	name: "Maria",
	by: "Astrid",
	until: "4 Dec 2026",
	browser: "Firefox",
	where: "203.0.113.*",
	when: "27 Nov 2026, 10:00",
	url: "https://hears.example/",
	due: "4 Dec 2026",
	title: "Northwind: first call",
};

test.each(MAIL_KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const)))(
	"%s has all its words in %s",
	(kind, locale) => {
		const { subject, text, html } = composeMail(kind, locale, { params: PARAMS, path: null }, "https://x.example");
		for (const part of [subject, text, html]) expect(part).not.toMatch(/mail\.|[{}]/);
	},
);

test("what others typed is text in it and never markup, and no line of the head", () => {
	const params = { ...PARAMS, by: '<img src=x onerror="alert(1)">', workspace: "A\r\nBcc: all@example.com" };
	const mail = composeMail("invitation", "en", { params, path: "/start/join#t" }, "https://courtside.example");
	expect(mail.html).not.toContain("<img");
	expect(mail.html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
	expect(mail.subject).not.toMatch(/[\r\n]/);
	expect(mail.text).toContain("https://courtside.example/start/join#t");
});

test("Hebrew is read from the right", () => {
	expect(composeMail("password-changed", "he", { params: PARAMS, path: null }, "https://x.example").html).toContain(
		'<html lang="he" dir="rtl">',
	);
});
