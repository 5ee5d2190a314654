import type { Contact } from "../model/account.ts";
import type { Deal } from "../model/deal.ts";
import { addDays, type Instant, type PlainDate } from "../model/instant.ts";
import type { Stage } from "../model/pipeline.ts";
import type { StakeholderRole, Stance } from "../model/room.ts";
import { idMaker } from "./ids.ts";

/** Somebody on a deal's map. */
export interface DemoStakeholder {
	dealId: string;
	contactId: string;
	roles: StakeholderRole[];
	stance: Stance;
	influence: 1 | 2 | 3;
}

/** A step that was agreed with the customer. */
export interface DemoPlanStep {
	id: string;
	dealId: string;
	title: string;
	side: "ours" | "theirs";
	ownerId: string | null;
	contactId: string | null;
	dueOn: PlainDate | null;
	position: number;
}

/** From which open stage on sellers keep a map and a plan. */
const FROM_STAGE = 3;
/** Who an account's contacts are in a deal, in their order. Nobody is the economic buyer: that gap is what a room shows first. */
const PARTS: { roles: StakeholderRole[]; stance: Stance; influence: 1 | 2 | 3 }[] = [
	{ roles: ["champion"], stance: "for", influence: 3 },
	{ roles: ["technical"], stance: "neutral", influence: 2 },
	{ roles: ["decision_maker"], stance: "unknown", influence: 3 },
	{ roles: ["user"], stance: "for", influence: 1 },
];
const STEPS: [title: string, side: "ours" | "theirs", daysBeforeClose: number][] = [
	["Go through the proposal together", "ours", 28],
	["Name who reads the contract", "theirs", 14],
	["Agree the installation week", "theirs", 7],
	["Sign", "theirs", 0],
];

/** Maps and plans of the open deals that are far along. */
export function dealRooms(
	seed: number,
	since: Instant,
	{ deals, contacts, stages }: { deals: Deal[]; contacts: Contact[]; stages: Stage[] },
): { stakeholders: DemoStakeholder[]; planSteps: DemoPlanStep[] } {
	const stepId = idMaker(seed, "plan step");
	const late = new Set(stages.filter((s, k) => s.kind === "open" && k >= FROM_STAGE).map((s) => s.id));
	const ofAccount = Map.groupBy(contacts, (c) => c.accountId);
	const far = deals.filter((d) => d.status === "open" && late.has(d.stageId) && d.accountId !== null);
	const stakeholders: DemoStakeholder[] = [];
	const planSteps: DemoPlanStep[] = [];
	for (const deal of far) {
		const people = (ofAccount.get(deal.accountId) ?? []).slice(0, PARTS.length);
		for (const [k, contact] of people.entries()) {
			const part = PARTS[k];
			if (part) stakeholders.push({ dealId: deal.id, contactId: contact.id, ...part });
		}
		for (const [k, [title, side, days]] of STEPS.entries()) {
			planSteps.push({
				id: stepId(planSteps.length, since),
				dealId: deal.id,
				title,
				side,
				ownerId: side === "ours" ? deal.ownerId : null,
				contactId: side === "theirs" ? (people[0]?.id ?? null) : null,
				dueOn: deal.closeDate && addDays(deal.closeDate, -days),
				position: k + 1,
			});
		}
	}
	return { stakeholders, planSteps };
}
