import { expect, it } from "vitest";
import { withoutForeignLinks } from "./foreign-links.ts";
import { Redactor } from "./redact.ts";

const NOTHING_KNOWN = { emails: new Set<string>(), domains: new Set<string>() };
// Looking that grew with the square of a run's length would take hours here. Japanese writes without blanks.
const LONG = 300_000;

it.each(["の", "a", "a-"])("an address behind a very long run of signs is found and taken out (%s)", (sign) => {
	const text = `${sign.repeat(LONG)} write to eve@evil.example`;
	expect(new Redactor([]).redact(text)).toMatch(/ write to \[MAIL-1\]$/);
	expect(withoutForeignLinks(text, NOTHING_KNOWN)).toMatch(/ write to …$/);
});

it("an address right after letters that mail addresses do not have is taken out whole", () => {
	expect(new Redactor([]).redact("to:eve@evil.example,ann.b+x@good.example")).toBe("to:[MAIL-1],[MAIL-2]");
});

it("very many brackets are text", () => {
	const text = "[".repeat(LONG);
	expect(withoutForeignLinks(text, NOTHING_KNOWN)).toBe(text);
	expect(withoutForeignLinks("see [our plan](https://evil.example/x)", NOTHING_KNOWN)).toBe("see our plan");
});
