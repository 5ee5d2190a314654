import { expect, test } from "vitest";
import { DAY_MS } from "../../core/model/instant.ts";
import { type DealFacts, nextAction } from "./deal-action.ts";

const NOW = Date.UTC(2026, 8, 15, 9, 30);
/** A deal about which there is nothing to be done. */
const FINE: DealFacts = {
	closeDate: "2026-11-30",
	hasAmount: true,
	nextStep: "Send the contract",
	accountName: "Cedar & Vale Hotels",
	stageName: "Proposal",
	createdAt: NOW - 40 * DAY_MS,
	touch: { in: { at: NOW - 3 * DAY_MS, contact: "Sarah Lin" }, outAt: NOW - 2 * DAY_MS },
	score: null,
	now: NOW,
	today: "2026-09-15",
};
const code = (change: Partial<DealFacts>) => nextAction({ ...FINE, ...change })?.code ?? null;
const reason = (code: string, params: Record<string, number>) => ({
	explanation: {
		base: { code: "deal_win_rate", params: {}, value: 0 },
		parts: [{ code, params, value: 0.1 }],
		total: 0.1,
	},
});

test("a deal in order asks for nothing", () => {
	expect(nextAction(FINE)).toBeNull();
});

test("a passed close date comes before everything", () => {
	expect(
		nextAction({ ...FINE, closeDate: "2026-09-14", touch: { in: null, outAt: null }, nextStep: null }),
	).toMatchObject({
		code: "set_new_date",
		params: { date: "2026-09-14", days: 1 },
	});
	expect(code({ closeDate: "2026-09-15" })).toBeNull();
});

test("three weeks without a reply: write to the person who last replied, or to the account", () => {
	const at = NOW - 21 * DAY_MS;
	expect(nextAction({ ...FINE, touch: { ...FINE.touch, in: { at, contact: "Sarah Lin" } } })).toMatchObject({
		code: "write_to_contact",
		params: { contact: "Sarah Lin", days: 21 },
	});
	expect(code({ touch: { ...FINE.touch, in: { at, contact: null } } })).toBe("write_to_account");
	expect(code({ touch: { ...FINE.touch, in: { at: at + 1, contact: "Sarah Lin" } } })).toBeNull();
});

test("two weeks without anything on record: get in touch", () => {
	expect(code({ touch: { in: null, outAt: NOW - 15 * DAY_MS } })).toBe("get_in_touch");
	expect(code({ touch: { in: null, outAt: NOW - 13 * DAY_MS } })).toBeNull();
});

test("where nothing was ever recorded, silence says nothing", () => {
	expect(code({ touch: { in: null, outAt: null } })).toBeNull();
});

test("what the number says is taken up: stuck in its stage, date moved twice", () => {
	expect(code({ score: reason("deal_stage_time", { days: 60, level: 2 }) })).toBe("ask_what_holds");
	expect(code({ score: reason("deal_stage_time", { days: 6, level: 0 }) })).toBeNull();
	expect(code({ score: reason("deal_pushes", { pushes: 2 }) })).toBe("agree_date");
	expect(code({ score: reason("deal_pushes", { pushes: 1 }) })).toBeNull();
});

test("gaps in the record come last", () => {
	expect(code({ closeDate: null })).toBe("set_date");
	expect(code({ hasAmount: false })).toBe("say_amount");
	expect(code({ nextStep: null })).toBe("write_next_step");
});
