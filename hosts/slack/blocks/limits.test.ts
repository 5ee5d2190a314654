import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChatDoc, chatChoices, chatDoc } from "../../../core/contract/chat.ts";
import type { HomeJson } from "../../../core/contract/forecasts.ts";
import { type View, view } from "../../../core/contract/view.ts";
import { word } from "../../../core/words/word.ts";
import { messageFault, viewFault } from "../../../stand-ins/slack/blocks.ts";
import { homeBlocks } from "../surfaces/home.ts";
import type { Speaker } from "../surfaces/speaker.ts";
import { docSurface } from "./doc-blocks.ts";
import { limitFaults } from "./limits.ts";
import { escaped, unescaped } from "./mrkdwn.ts";
import { viewBlocks } from "./view-blocks.ts";

/** Names as a CRM holds them: long, of emoji, right to left, of markup, empty. */
const name = fc.oneof(
	fc.string({ unit: "grapheme", maxLength: 400 }),
	fc.constantFrom(
		"",
		" ",
		"<!channel>",
		"*bold*",
		"`code`",
		"a|b>c",
		"שלום עולם ".repeat(60),
		"👩‍👩‍👧‍👦".repeat(300),
		"x".repeat(5000),
		"line\nline",
	),
);
const part = fc.record({
	code: fc.constant("c"),
	value: fc.double({ noNaN: true, noDefaultInfinity: true }),
	amount: fc.constantFrom("+7", "−12", ""),
	text: name,
});
const views = fc.record({
	title: name,
	value: name,
	interval: name,
	state: name,
	how: name,
	parts: fc.array(part, { maxLength: 60 }),
	action: fc.option(fc.record({ code: fc.constant("a"), text: name, why: name, line: name })),
});
const item = fc.record({ title: name, text: name, why: fc.array(name, { maxLength: 6 }), quote: fc.option(name) });
/** None, one, a digest's five, or the five hundred of a large company. */
const items = fc
	.tuple(fc.constantFrom(0, 1, 5, 500), fc.array(item, { minLength: 5, maxLength: 12 }))
	.map(([n, kinds]) => Array.from({ length: n }, (_, k) => kinds[k % kinds.length] as (typeof kinds)[number]));

function viewOf(given: typeof views extends fc.Arbitrary<infer T> ? T : never): View {
	const { title, value, interval, state, how, parts, action } = given;
	return view.parse({
		...{
			id: "1",
			kind: "deal",
			title,
			value: null,
			unit: "probability",
			interval: null,
			n: 0,
			asOf: "2026-09-15T09:00:00Z",
			direction: null,
			base: null,
			parts,
			action,
		},
		...{ modelVersion: "m", state: "ok", text: { value, label: "", interval, sample: "", direction: "", state, how } },
	});
}

test("a view never makes blocks that Slack refuses, by our reading of its pages and by another's", () => {
	fc.assert(
		fc.property(views, (given) => {
			const blocks = viewBlocks(viewOf(given));
			expect(limitFaults(blocks, "message")).toEqual([]);
			expect(messageFault(blocks)).toBeNull();
			expect(viewFault({ type: "home", blocks })).toBeNull();
		}),
		{ seed: 11, numRuns: 150 },
	);
});

test("nor does a message, with no, one or many things in it", () => {
	fc.assert(
		fc.property(
			items,
			name,
			fc.array(fc.record({ label: name, value: fc.integer() }), { maxLength: 6 }),
			(list, title, bars) => {
				const doc: ChatDoc = chatDoc.parse({
					kind: "digest.rep",
					title,
					lead: title,
					first: title,
					items: list.map((one) => ({ ...one, about: null, path: "/deals/1", action: "why" })),
					chart: { title: "Chart", unit: "EUR", bars },
					foot: title,
					locale: "de",
					asOf: "2026-09-15T09:00:00Z",
				});
				const { blocks, text } = docSurface(doc, {
					id: "0199aaaa-0000-7000-8000-000000000000",
					publicUrl: "https://courtside.example.com",
				});
				expect(limitFaults(blocks, "message")).toEqual([]);
				expect(messageFault(blocks)).toBeNull();
				expect(text.length).toBeLessThanOrEqual(3000);
			},
		),
		{ seed: 12, numRuns: 150 },
	);
});

test("nor does a home, with nothing or five hundred things to do, with and without a number", () => {
	const { t, publicUrl } = {
		t: (key: string, params = {}) => word("he", key, params),
		publicUrl: "https://c.example.com",
	};
	const speaker = { t, publicUrl, person: { locale: "he" } } as Speaker;
	const id = "0199aaaa-0000-7000-8000-000000000000";
	fc.assert(
		fc.property(items, fc.option(views), name, (list, given, answer) => {
			const home = {
				answer,
				forecast: given && { view: viewOf(given) },
				changes: list.map(({ text }) => ({ at: "2026-09-15T09:00:00Z", text, about: null })),
				next: list.map(({ title, text }) => ({ text: title, why: text, about: { entity: "deal", id } })),
			} as unknown as HomeJson;
			const found = list.map(({ title, text }) => ({
				...{ id, text: title || "…", dueOn: null, quote: text, atSec: null },
				meeting: { id, title: text },
				deal: { id, name: title },
			}));
			const blocks = homeBlocks(speaker, { home, found, choices: chatChoices.parse({}) });
			expect(limitFaults(blocks, "home")).toEqual([]);
			expect(viewFault({ type: "home", blocks })).toBeNull();
		}),
		{ seed: 13, numRuns: 100 },
	);
});

test("what a CRM holds calls nobody and links nowhere, and is read as it was", () => {
	expect(escaped("<!channel> <@U1> <https://evil.example|click> & more")).not.toContain("<");
	fc.assert(
		fc.property(
			fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\n")),
			(text) => unescaped(escaped(text)) === text,
		),
		{ seed: 13 },
	);
});

test("51 blocks, a text that is too long and the same id twice are seen", () => {
	const section = (id: string, text = "x") => ({
		type: "section" as const,
		block_id: id,
		text: { type: "mrkdwn" as const, text },
	});
	expect(
		limitFaults(
			Array.from({ length: 51 }, (_, k) => section(`b${k}`)),
			"message",
		),
	).toHaveLength(1);
	expect(limitFaults([section("a", "x".repeat(3001))], "message")).toHaveLength(1);
	expect(limitFaults([section("a"), section("a")], "message")).toHaveLength(1);
	expect(
		limitFaults(
			Array.from({ length: 5 }, (_, k) => section(`b${k}`, "x".repeat(2900))),
			"message",
		),
	).toEqual(["msg_blocks_too_long"]);
});
