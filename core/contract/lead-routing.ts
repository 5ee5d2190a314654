import { z } from "zod";
import { ROUTING_NEEDS, ROUTING_WAYS } from "../model/routing.ts";
import { id, instant, plainDate } from "./scalars.ts";

const condition = z.record(z.string(), z.unknown());
const need = z.enum(ROUTING_NEEDS);
const rule = z.object({
	id: z.string().trim().min(1).max(60),
	/** Empty in the rule that every workspace starts with. */
	label: z.string().trim().max(200),
	/** Conditions as the points model has them; none: every lead. */
	when: z.array(condition).max(20),
	/** People; none: everybody who takes leads. */
	among: z.array(id).max(500),
	way: z.enum(ROUTING_WAYS),
	territory: need,
	skill: need,
	language: need,
});
const field = z.string().max(130).nullable();

/** Who gets which lead; the first rule whose conditions hold decides. */
export const routingSettings = z.object({
	isOn: z.boolean(),
	rules: z.array(rule).max(50),
	/** Fields that say what a lead is about, and in which language: such as `industry` or `extra.Product`. */
	skillField: field,
	languageField: field,
	needsApproval: z.boolean(),
	/** Accounts that arrive without an owner are given too: by their territory, else by the same rules. */
	accountsToo: z.boolean().default(false),
});
export const putRoutingRequest = routingSettings
	.extend({ version: z.string().max(100) })
	.meta({ id: "PutRoutingRequest" });
export const tryRoutingRequest = routingSettings.meta({ id: "TryRoutingRequest" });

const words = z.array(z.string().trim().min(1).max(80)).max(50);
/** PUT /leads/routing/people/{id}. */
export const putRoutingPersonRequest = z
	.object({
		takesLeads: z.boolean(),
		/** Most open leads at once; null: no limit. */
		capacity: z.number().int().min(0).max(100_000).nullable(),
		/** Their part against the others'; 1 is usual. */
		weight: z.number().gt(0).max(100),
		skills: words,
		languages: words,
		/** Both days included. */
		absences: z
			.array(z.object({ from: plainDate, to: plainDate }).refine((a) => a.from <= a.to, "ends before it begins"))
			.max(100),
	})
	.meta({ id: "PutRoutingPersonRequest" });

const count = z.number().int();
const person = putRoutingPersonRequest
	.extend({ id, name: z.string(), open: count, ended: count, converted: count })
	.meta({ id: "RoutingPerson" });
export type RoutingPersonJson = z.infer<typeof person>;
const ref = z.object({ id, name: z.string() });

/** How leads are routed: rules, people and their load. */
export const routing = z
	.object({
		settings: routingSettings.extend({ version: z.string() }),
		people: z.array(person),
		/** Open leads that nobody has. */
		unowned: count,
		/** Wishes that wait for somebody's word. */
		asked: count,
		/** Columns of the sources, as `extra.<name>`. */
		extraFields: z.array(z.string()),
		asOf: instant,
	})
	.meta({ id: "Routing" });
export type RoutingJson = z.infer<typeof routing>;

/** What rules would have done with the leads of the last 30 days. */
export const routingTrial = z
	.object({
		leads: count,
		waits: count,
		days: count,
		people: z.array(z.object({ id, name: z.string(), got: count, due: z.number().nullable(), hasNow: count })),
		rules: z.array(z.object({ id: z.string(), label: z.string(), leads: count })),
		/** Of the leads, how many somebody else has now. */
		others: count,
		/** Expected deals among what was given by best chance. */
		expected: z.number().nullable(),
		isPart: z.boolean(),
		/** The accounts of those days; null where the rules are not for accounts. */
		accounts: z
			.object({
				accounts: count,
				/** Of them: given by their place in a territory plan, before any rule was asked. */
				placed: count,
				waits: count,
				others: count,
				people: z.array(z.object({ id, name: z.string(), got: count, hasNow: count })),
				isPart: z.boolean(),
			})
			.nullable(),
	})
	.meta({ id: "RoutingTrial" });
export type RoutingTrialJson = z.infer<typeof routingTrial>;

/** A lead that was given, waits, or is asked to change hands. `text` says why in words. */
export const leadAssignment = z
	.object({
		id,
		lead: ref,
		cause: z.enum(["arrival", "batch", "person"]),
		state: z.enum(["given", "waits", "asked", "declined"]),
		from: ref.nullable(),
		to: ref.nullable(),
		text: z.string(),
		askedBy: z.string().nullable(),
		decidedBy: z.string().nullable(),
		note: z.string().nullable(),
		madeAt: instant,
		decidedAt: instant.nullable(),
	})
	.meta({ id: "LeadAssignment" });
export type LeadAssignmentJson = z.infer<typeof leadAssignment>;

export const assignmentQuery = z.object({
	state: z.enum(["given", "waits", "asked", "declined"]).optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
	cursor: id.optional(),
});
export const assignmentPage = z
	.object({ items: z.array(leadAssignment), nextCursor: id.nullable() })
	.meta({ id: "LeadAssignmentPage" });
export type AssignmentPageJson = z.infer<typeof assignmentPage>;

/** POST /leads/routing/optimize: leads without an owner (or these of them); `apply` gives them, else it is a proposal. */
export const optimizeRequest = z
	.object({ leadIds: z.array(id).min(1).max(1000).optional(), apply: z.boolean() })
	.meta({ id: "OptimizeRoutingRequest" });
export const optimized = z
	.object({
		items: z.array(z.object({ lead: ref, to: ref.nullable(), text: z.string(), chance: z.number().nullable() })),
		given: count,
		waits: count,
		/** Expected deals of what was given by best chance, and whether nothing better is possible. */
		expected: z.number().nullable(),
		isProven: z.boolean(),
		applied: z.boolean(),
	})
	.meta({ id: "OptimizedRouting" });
export type OptimizedJson = z.infer<typeof optimized>;

/** POST /leads/{id}/reassign. */
export const reassignRequest = z
	.object({ toId: id, reason: z.string().trim().min(3).max(500) })
	.meta({ id: "ReassignRequest" });
/** POST /lead-assignments/{id}/decide. */
export const decideAssignmentRequest = z
	.object({ agree: z.boolean(), note: z.string().trim().max(500).optional() })
	.meta({ id: "DecideAssignmentRequest" });
