import { z } from "zod";
import { ROLES } from "../model/user.ts";
import { downloadQuery, id, instant, money, paging, plainDate } from "./scalars.ts";

export const IDENTITY_KINDS = ["owner-name", "crm-user", "email", "slack", "teams"] as const;
export const IDENTITY_STATES = ["unmatched", "matched", "ignored"] as const;

/** A person by name, as others point to them. */
const personRef = z.object({ id, name: z.string(), leftOn: plainDate.nullable() });

/** What somebody is responsible for. `open` sums what has an amount and a rate; `unpriced` deals have none. */
export const holds = z
	.object({
		deals: z.number().int(),
		openDeals: z.number().int(),
		open: money,
		unpriced: z.number().int(),
		leads: z.number().int(),
		activities: z.number().int(),
	})
	.meta({ id: "Holds" });
export type HoldsJson = z.infer<typeof holds>;

/** A name, address or user record under which a source knows somebody. */
export const identity = z
	.object({
		id,
		kind: z.enum(IDENTITY_KINDS),
		/** The import's or host's name; `courtside` for addresses written down here. */
		source: z.string(),
		externalId: z.string(),
		label: z.string(),
		state: z.enum(IDENTITY_STATES),
		/** Under whom its records stand, also while it waits; null: under nobody. */
		holderId: id.nullable(),
		/** Who it is; null while it waits, and for one that is left out. */
		person: personRef.nullable(),
		matchedBy: z.enum(["itself", "email", "exact-name", "by-hand"]).nullable(),
		/** Who it may be: why, and how alike (0–1). */
		suggestion: z.object({ person: personRef, by: z.string(), confidence: z.number() }).nullable(),
		/** Null where the viewer may not see these records. */
		holds: holds.nullable(),
		firstSeen: instant,
		lastSeen: instant,
	})
	.meta({ id: "Identity" });
export type IdentityJson = z.infer<typeof identity>;

/** GET /identities: what waits for a person first, then by name. */
export const identityQuery = paging.extend({
	state: z.enum(IDENTITY_STATES).optional(),
	kind: z.enum(IDENTITY_KINDS).optional(),
	/** Only those for which somebody is suggested. */
	suggested: z.literal("true").optional(),
	search: z.string().max(200).optional(),
});

/** GET /identities/download: all of these filters. */
export const identityDownload = identityQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

export const identityCounts = z
	.object({
		unmatched: z.number().int(),
		suggested: z.number().int(),
		matched: z.number().int(),
		ignored: z.number().int(),
	})
	.meta({ id: "IdentityCounts" });
export type IdentityCountsJson = z.infer<typeof identityCounts>;

/** POST /identities/decide. `themselves`: somebody of their own. `ignored`: nobody to match, as a queue. */
export const decideRequest = z
	.object({
		decisions: z
			.array(z.object({ identityId: id, personId: id.optional(), as: z.enum(["themselves", "ignored"]).optional() }))
			.max(500),
	})
	.meta({ id: "DecideRequest" });

/** A change of people that was made. `rows`: records and history entries that moved. */
export const peopleChange = z
	.object({
		id,
		kind: z.enum(["match", "merge", "leave", "return", "hand-over", "rename"]),
		/** What was done, in the viewer's words. */
		text: z.string(),
		rows: z.number().int(),
		by: z.string().nullable(),
		madeAt: instant,
		undoneAt: instant.nullable(),
	})
	.meta({ id: "PeopleChange" });
export type PeopleChangeJson = z.infer<typeof peopleChange>;

/** What an undo came to. */
export const peopleUndone = z.object({ back: z.number().int(), left: z.number().int() }).meta({ id: "PeopleUndone" });

/** A person of the list. */
export const listedPerson = z
	.object({
		id,
		name: z.string(),
		email: z.string().nullable(),
		role: z.enum(ROLES),
		team: z.string().nullable(),
		isActive: z.boolean(),
		leftOn: plainDate.nullable(),
		signsIn: z.boolean(),
		/** Known by a mere name or record that nobody has matched yet. */
		waits: z.boolean(),
		/** Names, addresses and records that find them. */
		accounts: z.number().int(),
		holds: holds.nullable(),
	})
	.meta({ id: "ListedPerson" });
export type ListedPersonJson = z.infer<typeof listedPerson>;

/** GET /people, by name. */
export const peopleQuery = paging.extend({
	state: z.enum(["here", "left", "all"]).default("here"),
	search: z.string().max(200).optional(),
});

/** GET /people/download: all of these filters. */
export const peopleDownload = peopleQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

/** A person with all that finds them, and who could take over what they still have open. */
export const personPage = z
	.object({
		person: listedPerson,
		identities: z.array(identity),
		/** Their manager, then the busiest of their team. */
		successors: z.array(personRef.extend({ why: z.enum(["manager", "team"]) })),
		changes: z.array(peopleChange),
	})
	.meta({ id: "PersonPage" });
export type PersonPageJson = z.infer<typeof personPage>;

export const mergeRequest = z
	.object({ intoId: id, confirmed: z.boolean().default(false) })
	.meta({ id: "MergeRequest" });
export const leaveRequest = z.object({ on: plainDate, handOverTo: id.optional() }).meta({ id: "LeaveRequest" });
export const handOverRequest = z.object({ toId: id }).meta({ id: "HandOverRequest" });
export const renameRequest = z.object({ name: z.string().trim().min(1).max(120) }).meta({ id: "RenamePersonRequest" });
