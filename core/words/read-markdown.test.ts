import fc from "fast-check";
import { expect, test } from "vitest";
import { readMarkdown } from "./read-markdown.ts";

test("reads headings, quotes, lists, strong words and links", () => {
	expect(
		readMarkdown(
			"## Say\n> “Compare **five years**?”\n\n- one\n- *two*\n1. first\n\nSee [the sheet](https://a.example/x).",
		),
	).toEqual([
		{ kind: "heading", inlines: [{ kind: "text", text: "Say" }] },
		{
			kind: "quote",
			inlines: [
				{ kind: "text", text: "“Compare " },
				{ kind: "strong", text: "five years" },
				{ kind: "text", text: "?”" },
			],
		},
		{ kind: "list", ordered: false, items: [[{ kind: "text", text: "one" }], [{ kind: "emphasis", text: "two" }]] },
		{ kind: "list", ordered: true, items: [[{ kind: "text", text: "first" }]] },
		{
			kind: "paragraph",
			inlines: [
				{ kind: "text", text: "See " },
				{ kind: "link", text: "the sheet", url: "https://a.example/x" },
				{ kind: "text", text: "." },
			],
		},
	]);
});

test("lines of one paragraph flow together", () => {
	expect(readMarkdown("a\nb\n\nc").map((b) => b.kind)).toEqual(["paragraph", "paragraph"]);
});

test("leaves HTML, scripts and other addresses as the text they are", () => {
	for (const text of ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,hi)"]) {
		expect(readMarkdown(text)).toEqual([{ kind: "paragraph", inlines: [{ kind: "text", text }] }]);
	}
});

test("whatever is written, no link leads anywhere but to the web, and it is read in one go", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom("*", "[", "]", "(", ")", "a", ":", "/", "\n", "-", " ", "h"), maxLength: 400 }),
			(text) => {
				const links = readMarkdown(text)
					.flatMap((b) => (b.kind === "list" ? b.items.flat() : b.inlines))
					.filter((i) => i.kind === "link");
				expect(links.every((l) => l.kind === "link" && /^https?:\/\//.test(l.url))).toBe(true);
			},
		),
	);
	// Without a bound on what a label may hold, each bracket would be read to the end: the test would not end in its time.
	expect(readMarkdown("**[".repeat(300_000))).toHaveLength(1);
});
