import type { Instant } from "../model/instant.ts";
import type { User } from "../model/user.ts";
import { asUser, CAST, CAST_TEAMS, DEMO_COMPANY } from "./cast.ts";
import { salesPipeline } from "./enablement.ts";
import { catalogue } from "./products.ts";
import { DEAL_STORIES, type Seller } from "./small-deal-stories.ts";

/** When the small company's fixed records (stages, products, teams) were made; so their ids never change. */
export const FOUNDED: Instant = Date.UTC(2023, 0, 2);
/** The small company's pipeline and stages; `stages[k]` is open stage k, then won, lost. */
export const { pipeline, stages } = salesPipeline(0, FOUNDED);
/** Its price list. */
export const products = catalogue(0, FOUNDED);

/** Two colleagues: Kenji beside Maria in West, Noa alone in East, which Maria and Robert may not see. */
export const COLLEAGUES = {
	kenji: colleague(6, "Kenji Sato", CAST_TEAMS.west),
	noa: colleague(7, "Noa Levi", CAST_TEAMS.east),
} as const;

/** Who stands behind a story's seller. */
export const SELLERS: Record<Seller, User> = { maria: asUser(CAST.maria), ...COLLEAGUES };

/** The id of the small company's deal with this story key (`fresh`, `overdue`, `wonThisWeek` …), the same for every `now`. */
export function smallDealId(key: string): string {
	const index = DEAL_STORIES.findIndex((s) => s.key === key);
	if (index < 0) throw new RangeError(`no deal story "${key}"`);
	return smallId("d", index);
}

/** Readable in a failing test: the hex digit says what kind of record it is. */
export function smallId(kind: string, index: number): string {
	return `01856a00-0000-7000-8000-00000${kind}${String(index + 1).padStart(6, "0")}`;
}

function colleague(n: number, name: string, teamId: string): User {
	const email = `${name.toLowerCase().replace(" ", ".")}@${DEMO_COMPANY.domain}`;
	return { id: `01856a00-0000-7000-8000-00000000c00${n}`, name, email, role: "rep", teamId, isActive: true };
}
