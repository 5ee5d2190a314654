import { describe, expect, test } from "vitest";
import type { Lead } from "../model/lead.ts";
import { type Random, seededRandom } from "../stats/random.ts";
import { assignBatch, assignByRegret } from "./assign-batch.ts";
import { eligiblePeople } from "./eligible.ts";
import { type LeadToRoute, routeMany } from "./route-many.ts";
import {
	DEFAULT_ROUTING,
	type RoutingPerson,
	type RoutingRule,
	type RoutingSettings,
	type Turn,
} from "./routing-model.ts";
import { takeTurn } from "./take-turn.ts";
import { territoriesOf } from "./territories-of.ts";

const NOW = Date.UTC(2026, 8, 15);
const [EVERYONE] = DEFAULT_ROUTING.rules as [RoutingRule];
const person = (id: string, given: Partial<RoutingPerson> = {}): RoutingPerson => ({
	id,
	name: id,
	capacity: null,
	open: 0,
	weight: 1,
	skills: [],
	languages: [],
	absences: [],
	territoryIds: [],
	ended: 0,
	converted: 0,
	...given,
});
const lead = (id: string, given: Partial<LeadToRoute["routed"]> = {}, fields: Partial<Lead> = {}): LeadToRoute => ({
	routed: { id, at: NOW, day: "2026-09-15", chance: 0.2, skill: null, language: null, territoryIds: [], ...given },
	lead: {
		id,
		name: id,
		email: null,
		company: null,
		title: null,
		phone: null,
		source: null,
		industry: null,
		country: null,
		employees: null,
		status: "new",
		ownerId: null,
		convertedDealId: null,
		createdAt: NOW - 1000,
		closedAt: null,
		...fields,
	},
	touches: [],
});
const settings = (...rules: Partial<RoutingRule>[]): RoutingSettings => ({
	...DEFAULT_ROUTING,
	rules: rules.map((rule, k) => ({ ...EVERYONE, id: `r${k}`, ...rule })),
});
const alone = { turns: new Map(), solve: null, seconds: 0 };

function someWeights(random: Random): number[] {
	return Array.from({ length: 2 + Math.floor(random() * 9) }, () => 0.2 + 3 * random());
}

describe("turns", () => {
	test("nobody is ever more than a lead away from their share, whatever the weights", () => {
		for (let seed = 1; seed <= 60; seed++) {
			const weights = someWeights(seededRandom(seed));
			const whole = weights.reduce((a, b) => a + b, 0);
			let turns = new Map<string, Turn>();
			for (let t = 1; t <= 300; t++) {
				const next = takeTurn(
					weights.map((weight, k) => ({ id: `p${k}`, weight, turn: turns.get(`p${k}`) ?? { given: 0, due: 0 } })),
				);
				turns = next?.turns ?? turns;
				for (const [k, weight] of weights.entries()) {
					const off = Math.abs((turns.get(`p${k}`)?.given ?? 0) - (weight / whole) * t);
					expect(off, `seed ${seed}, lead ${t}`).toBeLessThanOrEqual(1 - 1 / (2 * weights.length - 2) + 1e-9);
				}
			}
		}
	});

	test("who was away is not owed what came meanwhile", () => {
		const standing = new Map<string, Turn>();
		const give = (ids: string[]) => {
			const next = takeTurn(ids.map((id) => ({ id, weight: 1, turn: standing.get(id) ?? { given: 0, due: 0 } })));
			for (const [id, turn] of next?.turns ?? []) standing.set(id, turn);
			return next?.id;
		};
		for (let k = 0; k < 20; k++) give(["ben", "cleo"]);
		const back = Array.from({ length: 6 }, () => give(["anna", "ben", "cleo"]));
		expect(back.filter((id) => id === "anna")).toHaveLength(2);
	});
});

describe("who may have a lead", () => {
	const people = [
		person("anna", { absences: [{ from: "2026-09-14", to: "2026-09-15" }] }),
		person("ben", { capacity: 3, open: 3 }),
		person("cleo", { languages: ["French"], territoryIds: ["west"] }),
		person("dora", { skills: ["Aurora"], territoryIds: ["east"] }),
	];
	const rule = { ...EVERYONE, territory: "prefer", skill: "must", language: "prefer" } as const;

	test("is there, has room and fits; who is left out is counted with the reason", () => {
		const { routed } = lead("l", { territoryIds: ["west"] });
		const found = eligiblePeople(rule, routed, people);
		expect(found.people.map((p) => p.id)).toEqual(["cleo"]);
		expect(found.left).toEqual([
			{ code: "away", people: 1 },
			{ code: "full", people: 1 },
			{ code: "territory", people: 1 },
		]);
	});

	test("a preference nobody meets does not count, a must nobody meets leaves nobody", () => {
		const spanish = eligiblePeople(rule, lead("l", { language: "Spanish" }).routed, people);
		expect([spanish.people.map((p) => p.id), spanish.unmet]).toEqual([["cleo", "dora"], ["language"]]);
		expect(eligiblePeople(rule, lead("l", { skill: "Borealis" }).routed, people).people).toEqual([]);
	});

	test("a lead falls into territories by country, industry and size", () => {
		const cuts = [
			{ id: "fr", rules: [{ countries: ["FR"], minEmployees: 50 }] },
			{ id: "health", rules: [{ industries: ["health"] }] },
			{ id: "region", rules: [{ regions: ["South"] }] },
		];
		const of = (country: string, industry: string | null, employees: number | null) =>
			territoriesOf({ country, industry, employees }, cuts);
		expect([of("fr", "Health", 60), of("FR", null, null), of("DE", null, 60)]).toEqual([["fr", "health"], [], []]);
	});
});

describe("routing many", () => {
	test.each(["turns", "weighted", "bestChance"] as const)(
		"by %s gives every lead once, and nobody beyond their room",
		async (way) => {
			for (let seed = 1; seed <= 25; seed++) {
				const random = seededRandom(seed);
				const people = Array.from({ length: 6 }, (_, k) =>
					person(`p${k}`, {
						capacity: random() < 0.7 ? Math.floor(random() * 12) : null,
						open: Math.floor(random() * 4),
						weight: 0.5 + random(),
						ended: Math.floor(random() * 90),
						converted: Math.floor(random() * 9),
					}),
				);
				const leads = Array.from({ length: 40 }, (_, k) => lead(`l${k}`, { chance: random() }));
				const { decisions } = await routeMany(settings({ way }), leads, people, alone);
				expect(decisions.map((d) => d.leadId)).toEqual(leads.map((l) => l.routed.id));
				for (const { id, capacity, open } of people) {
					const got = decisions.filter((d) => d.userId === id).length;
					expect(got).toBeLessThanOrEqual(Math.max(0, (capacity ?? 1e9) - open));
				}
				const room = people.some((p) => p.capacity === null);
				if (room) expect(decisions.every((d) => d.userId !== null)).toBe(true);
			}
		},
	);

	test("the first rule that holds decides; a lead that no rule takes waits", async () => {
		const rules = settings(
			{ when: [{ field: "employees", is: "between", from: 1000 }], among: ["anna"] },
			{ when: [{ field: "country", is: "oneOf", values: ["FR"] }], among: ["ben"] },
		);
		const leads = [
			lead("big", {}, { employees: 5000, country: "FR" }),
			lead("french", {}, { country: "FR" }),
			lead("other"),
		];
		const { decisions } = await routeMany(rules, leads, [person("anna"), person("ben")], alone);
		expect(decisions.map((d) => [d.userId, d.ruleId])).toEqual([
			["anna", "r0"],
			["ben", "r1"],
			[null, null],
		]);
	});

	test("by weight follows the weights, and the same lead draws the same lot", async () => {
		const people = [person("anna", { weight: 3 }), person("ben", { weight: 1 })];
		const leads = Array.from({ length: 400 }, (_, k) => lead(`l${k}`));
		const once = await routeMany(settings({ way: "weighted" }), leads, people, alone);
		const again = await routeMany(settings({ way: "weighted" }), leads, people, alone);
		expect(again.decisions).toEqual(once.decisions);
		const share = once.decisions.filter((d) => d.userId === "anna").length / 400;
		expect(share).toBeGreaterThan(0.68);
		expect(share).toBeLessThan(0.82);
	});
});

describe("a batch by best chance", () => {
	test("without the solver is never better than every lead with its best, and keeps the room", async () => {
		const random = seededRandom(9);
		const worth = Array.from({ length: 60 }, () => Array.from({ length: 8 }, () => (random() < 0.2 ? null : random())));
		const room = Array.from({ length: 8 }, () => 5);
		const found = assignByRegret({ worth, room });
		expect(found.to.filter((p) => p !== null)).toHaveLength(40);
		for (let k = 0; k < 8; k++) expect(found.to.filter((p) => p === k)).toHaveLength(5);
		expect(await assignBatch({ worth, room }, null, 1)).toEqual(found);
	});
});
