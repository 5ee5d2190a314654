import type { Instant } from "../model/instant.ts";
import type { Role, Team, User } from "../model/user.ts";
import { forkRandom, normal, type Random } from "../stats/random.ts";
import { asUser, CAST, CAST_TEAMS, DEMO_COMPANY } from "./cast.ts";
import { REGIONS } from "./geography.ts";
import { idMaker } from "./ids.ts";
import type { RepTraits } from "./market.ts";
import { type Culture, personName } from "./names.ts";

/** Who works at Fjordlight: company → 3 regions → 6 teams, 40 reps, and what is true of each rep. */
export interface Staff {
	users: User[];
	teams: Team[];
	reps: RepTraits[];
}

/** The patch of the rep who hides deals until they close. */
export const SANDBAGGER_PATCH = "Rhine-Ruhr";
/** The patch with half the potential of every other, and the same quota. */
export const UNFAIR_PATCH = "South of France";

/** Teams and people from the seed; the named cast has its own fixed ids. `since`: when the company's CRM began. */
export function hireStaff(seed: number, since: Instant): Staff {
	const random = forkRandom(seed, "people");
	const userId = idMaker(seed, "user");
	const teamId = idMaker(seed, "team");
	const users: User[] = [];
	const teams: Team[] = [
		{ id: CAST_TEAMS.company, name: DEMO_COMPANY.name, parentId: null, managerId: CAST.jennifer.id, kind: "company" },
	];
	const reps: RepTraits[] = [];
	const taken = new Set<string>(Object.values(CAST).map((c) => c.email));
	const hire = (role: Role, team: string, culture: Culture): User => {
		const person = freshPerson(random, culture, taken);
		const user: User = { id: userId(users.length, since), ...person, role, teamId: team, isActive: true };
		users.push(user);
		return user;
	};
	REGIONS.forEach((region, r) => {
		const regionId = teamId(teams.length, since);
		const head = hire("manager", regionId, region.teams[0]?.patches[0]?.culture ?? "english");
		teams.push({ id: regionId, name: region.name, parentId: CAST_TEAMS.company, managerId: head.id, kind: "region" });
		for (const { name, patches } of region.teams) {
			const isWest = name === "US West & Japan";
			const id = isWest ? CAST_TEAMS.west : teamId(teams.length, since);
			const leader = isWest ? asUser(CAST.robert) : hire("manager", id, patches[0]?.culture ?? "english");
			teams.push({ id, name, parentId: regionId, managerId: leader.id, kind: "team" });
			for (const patch of patches) {
				const isMaria = patch.name === "Northern California";
				const user = isMaria ? asUser(CAST.maria) : hire("rep", id, patch.culture);
				const isSandbagger = patch.name === SANDBAGGER_PATCH;
				reps.push({
					userId: user.id,
					name: user.name,
					teamId: id,
					regionId,
					region: r,
					patch,
					skill: isSandbagger ? 0.55 : isMaria ? 0.3 : clamp(0.35 * normal(random), 0.7),
					potential: patch.name === UNFAIR_PATCH ? 0.5 : 1,
					diligence: clamp(1 + 0.2 * normal(random), 1.5),
					closeDateBiasDays: isSandbagger ? 75 : Math.round(clamp(10 * normal(random), 20)) - 5,
					isSandbagger,
				});
			}
		}
	});
	users.push(...Object.values(CAST).map(asUser));
	return { users, teams, reps };
}

function clamp(value: number, limit: number): number {
	return Math.max(-limit, Math.min(limit, value));
}

function freshPerson(random: Random, culture: Culture, taken: Set<string>): { name: string; email: string } {
	for (;;) {
		const { display, ascii } = personName(random, culture);
		const email = `${ascii}@${DEMO_COMPANY.domain}`;
		if (taken.has(email)) continue;
		taken.add(email);
		return { name: display, email };
	}
}
