import type { LeftOut, RoutedLead, RoutingPerson, RoutingRule } from "./routing-model.ts";

/** Who may have a lead by a rule, and who was left out for what. */
export interface Eligible {
	people: RoutingPerson[];
	asked: number;
	left: LeftOut[];
	unmet: ("territory" | "skill" | "language")[];
}

/**
 * Those of the rule who are there, have room, and fit the lead by territory, skill and language as far as the rule asks.
 * A preference that nobody meets does not count; a must that nobody meets leaves nobody.
 */
export function eligiblePeople(rule: RoutingRule, lead: RoutedLead, all: readonly RoutingPerson[]): Eligible {
	const asked = rule.among.length === 0 ? [...all] : all.filter((p) => rule.among.includes(p.id));
	const left: LeftOut[] = [];
	const unmet: Eligible["unmet"] = [];
	let people = asked;
	const keep = (code: LeftOut["code"], test: (p: RoutingPerson) => boolean, mayFail = false) => {
		const kept = people.filter(test);
		if (kept.length === 0 && mayFail) {
			if (people.length > 0 && code !== "away" && code !== "full") unmet.push(code);
			return;
		}
		if (kept.length < people.length) left.push({ code, people: people.length - kept.length });
		people = kept;
	};
	keep("away", (p) => !isAway(p, lead.day));
	keep("full", hasRoom);
	if (rule.territory !== "ignore") {
		// A lead in nobody's territory, or where the rule only prefers, is anybody's.
		const fits = (p: RoutingPerson) => p.territoryIds.some((t) => lead.territoryIds.includes(t));
		if (lead.territoryIds.length > 0 || rule.territory === "must") keep("territory", fits, rule.territory === "prefer");
	}
	const { skill, language } = lead;
	if (rule.skill !== "ignore" && skill) keep("skill", (p) => has(p.skills, skill), rule.skill === "prefer");
	if (rule.language !== "ignore" && language) {
		keep("language", (p) => has(p.languages, language), rule.language === "prefer");
	}
	return { people, asked: asked.length, left, unmet };
}

/** Whether somebody can take one more. */
export function hasRoom({ capacity, open }: Pick<RoutingPerson, "capacity" | "open">): boolean {
	return capacity === null || open < capacity;
}

function isAway({ absences }: RoutingPerson, day: string): boolean {
	return absences.some(({ from, to }) => from <= day && day <= to);
}

function has(list: readonly string[], wanted: string): boolean {
	const asked = wanted.trim().toLowerCase();
	return list.some((item) => item.trim().toLowerCase() === asked);
}
