import { z } from "zod";
import { CONTENT_USES, PLAN_SIDES, PLAN_STATES, STAKEHOLDER_ROLES, STANCES } from "../model/room.ts";
import { id, instant, plainDate } from "./scalars.ts";

const named = z.object({ id, name: z.string() });
const version = z.number().int().optional();

/** Somebody at the customer who matters for a deal. */
export const stakeholder = z
	.object({
		contact: z.object({ id, name: z.string(), title: z.string().nullable(), email: z.string().nullable() }),
		roles: z.array(z.enum(STAKEHOLDER_ROLES)),
		stance: z.enum(STANCES),
		/** 1 little, 2 some, 3 much. */
		influence: z.number().int().min(1).max(3),
		note: z.string().nullable(),
		/** When they last did something in this deal, and when we last did with them. */
		lastInAt: instant.nullable(),
		lastOutAt: instant.nullable(),
		/** Whole days since they last did something; null where they never did. */
		quietDays: z.number().int().nullable(),
		isSilent: z.boolean(),
		version: z.number().int(),
	})
	.meta({ id: "Stakeholder" });
export type StakeholderJson = z.infer<typeof stakeholder>;

const stakeholderFields = z.object({
	roles: z.array(z.enum(STAKEHOLDER_ROLES)).max(STAKEHOLDER_ROLES.length).optional(),
	stance: z.enum(STANCES).optional(),
	influence: z.number().int().min(1).max(3).optional(),
	note: z.string().trim().max(500).nullish(),
});
/** Puts a known contact on the map, or a new one of the deal's account. */
export const addStakeholderRequest = stakeholderFields
	.extend({
		contactId: id.optional(),
		name: z.string().trim().min(1).max(200).optional(),
		title: z.string().trim().max(200).nullish(),
		email: z.email().max(320).nullish(),
	})
	.refine((body) => (body.contactId === undefined) !== (body.name === undefined), {
		message: "send contactId of somebody known, or name of somebody new",
	})
	.meta({ id: "AddStakeholderRequest" });
export const updateStakeholderRequest = stakeholderFields.extend({ version }).meta({ id: "UpdateStakeholderRequest" });

/** One step that was agreed with the customer. */
export const planStep = z
	.object({
		id,
		title: z.string(),
		side: z.enum(PLAN_SIDES),
		/** Who does it: somebody of ours, or of theirs. */
		owner: named.nullable(),
		contact: named.nullable(),
		dueOn: plainDate.nullable(),
		state: z.enum(PLAN_STATES),
		isOverdue: z.boolean(),
		doneAt: instant.nullable(),
		version: z.number().int(),
	})
	.meta({ id: "PlanStep" });
export type PlanStepJson = z.infer<typeof planStep>;

export const addPlanStepRequest = z
	.object({
		title: z.string().trim().min(1).max(300),
		side: z.enum(PLAN_SIDES),
		ownerId: id.nullish(),
		contactId: id.nullish(),
		dueOn: plainDate.nullish(),
	})
	.meta({ id: "AddPlanStepRequest" });
/** Changes what is given. `before`: the step it shall stand in front of, null for the end. */
export const updatePlanStepRequest = addPlanStepRequest
	.partial()
	.extend({ state: z.enum(PLAN_STATES).optional(), before: id.nullish(), version })
	.meta({ id: "UpdatePlanStepRequest" });

/** A file or a link that belongs to a deal. */
export const dealDocument = z
	.object({
		id,
		name: z.string(),
		/** A link elsewhere; null for a file, which is downloaded. */
		url: z.string().nullable(),
		bytes: z.number().int().nullable(),
		addedBy: named.nullable(),
		addedAt: instant,
	})
	.meta({ id: "DealDocument" });
export type DealDocumentJson = z.infer<typeof dealDocument>;
export const addLinkRequest = z
	.object({
		name: z.string().trim().min(1).max(200),
		url: z.url({ protocol: /^https?$/ }).max(2000),
	})
	.meta({ id: "AddLinkRequest" });

/** A content line that fits a deal, and why. */
export const fittingContent = z
	.object({
		id,
		kind: z.string(),
		title: z.string(),
		/** A small subset of Markdown; never HTML. */
		body: z.string(),
		locale: z.string(),
		/** Why it fits: its competitor, stage or industry is the deal's. Empty: it fits every deal. */
		fits: z.array(z.enum(["competitor", "stage", "industry"])),
		/** When it was last said or sent in this deal. */
		usedAt: instant.nullable(),
	})
	.meta({ id: "FittingContent" });
export type FittingContentJson = z.infer<typeof fittingContent>;

/** A competitor as the deal knows it: there, or only heard of in words about the deal. */
export const roomCompetitor = z.object({ id, name: z.string(), isIn: z.boolean(), isHeard: z.boolean() });

/** Everything around a deal. */
export const room = z
	.object({
		people: z.array(stakeholder),
		/** Roles that a deal needs and nobody fills. */
		gaps: z.array(z.enum(STAKEHOLDER_ROLES)),
		/** Contacts of the account, or seen in the deal's activities, who are not on the map yet. */
		candidates: z.array(z.object({ id, name: z.string(), title: z.string().nullable() })),
		plan: z.array(planStep),
		documents: z.array(dealDocument),
		competitors: z.array(roomCompetitor),
		playbook: z.array(fittingContent),
	})
	.meta({ id: "Room" });
export type RoomJson = z.infer<typeof room>;

export const setCompetitorsRequest = z
	.object({ competitorIds: z.array(id).max(50) })
	.meta({ id: "SetCompetitorsRequest" });
export const contentUseRequest = z
	.object({ contentIds: z.array(id).min(1).max(50), kind: z.enum(CONTENT_USES) })
	.meta({ id: "ContentUseRequest" });

export const TIMELINE_KINDS = ["activity", "change", "stage", "score", "document", "step"] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];
/** `kinds`: comma between; all without it. */
export const timelineQuery = z.object({
	limit: z.coerce.number().int().min(1).max(100).default(30),
	cursor: z.string().max(200).optional(),
	kinds: z
		.string()
		.max(100)
		.regex(
			new RegExp(`^(${TIMELINE_KINDS.join("|")})(,(${TIMELINE_KINDS.join("|")}))*$`),
			`some of ${TIMELINE_KINDS.join(", ")}`,
		)
		.optional(),
});
/** One thing that happened, worded for the viewer. */
export const timelineEntry = z
	.object({
		id: z.string(),
		at: instant,
		kind: z.enum(TIMELINE_KINDS),
		text: z.string(),
		/** Why, where that is known: what moved a chance. */
		reasons: z.array(z.string()),
		/** What happened that moved a chance. */
		cause: z.string().optional(),
		who: z.string().nullable(),
		inferred: z.boolean(),
	})
	.meta({ id: "TimelineEntry" });
export type TimelineEntryJson = z.infer<typeof timelineEntry>;
export const timeline = z
	.object({ items: z.array(timelineEntry), nextCursor: z.string().nullable() })
	.meta({ id: "Timeline" });
export type TimelineJson = z.infer<typeof timeline>;
