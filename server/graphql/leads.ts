import { z } from "zod";
import { createLeadRequest, type LeadJson, lead, leadQuery, updateLeadRequest } from "../../core/contract/leads.ts";
import { createLead, updateLead } from "../db/lead-writes.ts";
import { findLead, findLeads, LEAD_SORTS, listLeads } from "../db/leads.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
import { pageAnswer } from "../routes/page-answer.ts";
import { found, writerOf } from "../routes/writing.ts";
import { leadJson } from "../views/lead-view.ts";
import { builder, type GraphContext, needs } from "./builder.ts";
import { fieldsOf, inputOf, parsed } from "./contract-types.ts";
import { once } from "./mutations.ts";
import { idOf, idsOf, pageArgs, pageType, pageWeight, pagingOf } from "./pages.ts";
import { User } from "./people.ts";
import { ViewType } from "./view.ts";

const filter = leadQuery
	.omit({ limit: true, cursor: true, sort: true })
	// In an address it is a word; here it is a Boolean.
	.extend({ open: z.boolean().optional() });
/** Leads that one mutation scores again. */
const MOST_SCORED = 50;

/** A lead. */
export const Lead = builder.objectRef<LeadJson>("Lead");
Lead.implement({
	...needs("leads:read"),
	fields: (t) => ({
		...fieldsOf<LeadJson>(t, "Lead", lead, ["owner"]),
		owner: t.field({ type: User, nullable: true, resolve: ({ owner }) => owner?.id }),
	}),
});
/** A lead's points, as design 4 names them. */
export const LeadScore = builder.objectRef<LeadJson>("LeadScore").implement({
	...needs("leads:read"),
	fields: (t) => ({
		leadId: t.exposeID("id"),
		lead: t.field({ type: Lead, resolve: (row) => row }),
		score: t.field({ type: ViewType, nullable: true, resolve: (row) => row.score }),
	}),
});
const LeadPage = pageType<LeadJson>("Lead", Lead);
const LeadFilter = inputOf("LeadFilter", filter);
const LeadScoreFilter = inputOf("LeadScoreFilter", filter);
const CreateLeadInput = inputOf("CreateLeadInput", createLeadRequest);
const UpdateLeadInput = inputOf("UpdateLeadInput", updateLeadRequest, ["version"]);

builder.queryFields((t) => ({
	lead: t.field({
		...needs("leads:read"),
		type: Lead,
		nullable: true,
		args: { id: t.arg.id({ required: true }) },
		resolve: async (_, args, { db, deps, principal, viewer }) => {
			const row = await findLead(db, idOf(args.id), principal.visibleOwners, deps.now());
			return row && leadJson(row, viewer);
		},
	}),
	leads: t.field({
		...needs("leads:read"),
		type: LeadPage,
		description: `Leads you may see. Sorts: ${LEAD_SORTS.join(", ")}.`,
		args: { ...pageArgs(t.arg), filter: t.arg({ type: LeadFilter }) },
		complexity: pageWeight,
		resolve: (_, args, context) => page(context, args, args.filter ?? {}),
	}),
	leadScores: t.field({
		...needs("leads:read"),
		type: [LeadScore],
		description: "The points of leads you may see, highest first.",
		args: { filter: t.arg({ type: LeadScoreFilter }), first: t.arg.int({ defaultValue: 50 }) },
		complexity: pageWeight,
		resolve: async (_, args, context) => (await page(context, { first: args.first }, args.filter ?? {})).items,
	}),
}));

builder.mutationFields((t) => ({
	createLead: t.field({
		...needs("leads:write"),
		type: Lead,
		args: { input: t.arg({ type: CreateLeadInput, required: true }) },
		complexity: 50,
		resolve: (_, args, context, info) => {
			const body = parsed(createLeadRequest, args.input);
			return once(context, info, async (trx) => {
				const writer = await writerOf(context.c, trx, context.deps);
				return leadNow(context, trx, await createLead(writer, body));
			});
		},
	}),
	updateLead: t.field({
		...needs("leads:write"),
		type: Lead,
		description: "Changes what is given. `version` is the one that was read; another one in between is a conflict.",
		args: {
			id: t.arg.id({ required: true }),
			version: t.arg.int({ required: true }),
			input: t.arg({ type: UpdateLeadInput, required: true }),
		},
		complexity: 50,
		resolve: (_, args, context) => {
			const { version: __, ...body } = parsed(updateLeadRequest, args.input);
			return context.deps.database.inTenant(context.principal.tenantId, async (trx) => {
				const writer = await writerOf(context.c, trx, context.deps);
				found(await updateLead(writer, idOf(args.id), body, args.version), "lead");
				return leadNow(context, trx, args.id);
			});
		},
	}),
	scoreLeads: t.field({
		...needs("leads:write"),
		type: [LeadScore],
		description: `Scores up to ${MOST_SCORED} leads again, now. Those you may not see are left out.`,
		args: { leadIds: t.arg.idList({ required: true }) },
		complexity: ({ leadIds }) => ({ field: 50 + 10 * leadIds.length, multiplier: leadIds.length }),
		resolve: async (_, args, context) => {
			const { db, deps, principal } = context;
			const ids = z.array(z.string()).max(MOST_SCORED).parse(idsOf(args.leadIds));
			const seen = await findLeads(db, ids, principal.visibleOwners, deps.now());
			for (const { id } of seen) await rescoreLead(deps, { tenantId: principal.tenantId, leadId: id });
			return leadsOf(context, ids);
		},
	}),
}));

/** Leads by id as far as they are visible, worded. */
export async function leadsOf({ db, deps, principal, viewer }: GraphContext, ids: string[]): Promise<LeadJson[]> {
	const rows = await findLeads(db, ids, principal.visibleOwners, deps.now());
	return rows.map((row) => leadJson(row, viewer));
}

async function page(
	{ db, deps, principal, viewer }: GraphContext,
	asked: Parameters<typeof pagingOf>[0],
	given: object,
) {
	const { limit, cursor, order } = pagingOf(asked);
	const sort = parseSort(order, LEAD_SORTS, "-score");
	const rows = await listLeads(db, {
		filter: parsed(filter, given),
		visibleOwners: principal.visibleOwners,
		sort,
		after: readCursor(cursor, sort),
		limit,
		now: deps.now(),
	});
	return pageAnswer(rows, sort, (row) => leadJson(row, viewer));
}

async function leadNow({ deps, principal, viewer }: GraphContext, db: GraphContext["db"], id: string) {
	return leadJson(found(await findLead(db, id, principal.visibleOwners, deps.now()), "lead"), viewer);
}
