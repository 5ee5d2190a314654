import { sql } from "kysely";
import { setOverrideRequest } from "../../core/contract/deal-outlook.ts";
import { createDealRequest, type DealJson, deal, dealQuery, updateDealRequest } from "../../core/contract/deals.ts";
import { sayChance } from "../answers/say-chance.ts";
import { createDeal, updateDeal } from "../db/deal-writes.ts";
import { DEAL_SORTS, findDeal, findDeals, listDeals, visibleTo } from "../db/deals.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { pageAnswer } from "../routes/page-answer.ts";
import { found, writerOf } from "../routes/writing.ts";
import { dealJson } from "../views/deal-view.ts";
import { Account } from "./accounts.ts";
import { builder, type GraphContext, needs } from "./builder.ts";
import { fieldsOf, inputOf, objectOf, parsed } from "./contract-types.ts";
import { once } from "./mutations.ts";
import { idOf, idsOf, pageArgs, pageType, pageWeight, pagingOf } from "./pages.ts";
import { User } from "./people.ts";
import { ViewType } from "./view.ts";

const filter = dealQuery.omit({ limit: true, cursor: true, sort: true });
const ON_ACCOUNT = 20;

/** A deal. */
export const Opportunity = builder.objectRef<DealJson>("Opportunity");
Opportunity.implement({
	...needs("deals:read"),
	fields: (t) => ({
		...fieldsOf<DealJson>(t, "Opportunity", deal, ["account", "owner", "stage"]),
		account: t.field({ type: Account, nullable: true, resolve: ({ account }) => account?.id }),
		owner: t.field({ type: User, nullable: true, resolve: ({ owner }) => owner?.id }),
		stage: t.field({ type: Stage, resolve: ({ stage }) => stage }),
	}),
});
const Stage = objectOf<DealJson["stage"]>("Stage", deal.shape.stage, needs("deals:read"));
const OpportunityPage = pageType<DealJson>("Opportunity", Opportunity);
const OpportunityFilter = inputOf("OpportunityFilter", filter);
const CreateOpportunityInput = inputOf("CreateOpportunityInput", createDealRequest);
const UpdateOpportunityInput = inputOf("UpdateOpportunityInput", updateDealRequest, ["version"]);

/** A deal's chance, as design 4 names it. */
export const DealProbability = builder.objectRef<DealJson>("DealProbability").implement({
	...needs("deals:read"),
	fields: (t) => ({
		dealId: t.exposeID("id"),
		deal: t.field({ type: Opportunity, resolve: (row) => row }),
		probability: t.field({ type: ViewType, nullable: true, resolve: (row) => row.probability }),
	}),
});

builder.queryFields((t) => ({
	opportunity: t.field({
		...needs("deals:read"),
		type: Opportunity,
		nullable: true,
		args: { id: t.arg.id({ required: true }) },
		resolve: async (_, args, context) => {
			const { db, deps, principal, viewer } = context;
			const row = await findDeal(db, idOf(args.id), principal.visibleOwners, deps.now());
			return row && dealJson(row, viewer);
		},
	}),
	opportunities: t.field({
		...needs("deals:read"),
		type: OpportunityPage,
		description: `Deals you may see. Sorts: ${DEAL_SORTS.join(", ")}.`,
		args: { ...pageArgs(t.arg), filter: t.arg({ type: OpportunityFilter }) },
		complexity: pageWeight,
		resolve: async (_, args, { db, deps, principal, viewer }) => {
			const { limit, cursor, order } = pagingOf(args);
			const sort = parseSort(order, DEAL_SORTS, "closeDate");
			const page = await listDeals(db, {
				filter: parsed(filter, args.filter ?? {}),
				visibleOwners: principal.visibleOwners,
				sort,
				after: readCursor(cursor, sort),
				limit,
				now: deps.now(),
			});
			return pageAnswer(page, sort, (row) => dealJson(row, viewer));
		},
	}),
	dealProbabilities: t.field({
		...needs("deals:read"),
		type: [DealProbability],
		description: "The chances of up to 200 deals; those you may not see are left out.",
		args: { dealIds: t.arg.idList({ required: true }) },
		complexity: ({ dealIds }) => ({ field: 5, multiplier: Math.min(200, dealIds.length) }),
		resolve: (_, { dealIds }, context) => dealsOf(context, idsOf(dealIds)),
	}),
}));

builder.objectField(Account, "opportunities", (t) =>
	t.loadableList({
		type: Opportunity,
		description: `The account's deals that you may see, newest first, at most ${ON_ACCOUNT}.`,
		complexity: { field: 1, multiplier: ON_ACCOUNT },
		resolve: ({ id }) => id,
		load: dealsOnAccounts,
	}),
);

builder.mutationFields((t) => ({
	createOpportunity: t.field({
		...needs("deals:write"),
		type: Opportunity,
		args: { input: t.arg({ type: CreateOpportunityInput, required: true }) },
		complexity: 50,
		resolve: (_, args, context, info) => {
			const body = parsed(createDealRequest, args.input);
			return once(context, info, async (trx) => {
				const writer = await writerOf(context.c, trx, context.deps);
				return dealNow(context, trx, await createDeal(writer, body));
			});
		},
	}),
	updateOpportunity: t.field({
		...needs("deals:write"),
		type: Opportunity,
		description: "Changes what is given. `version` is the one that was read; another one in between is a conflict.",
		args: {
			id: t.arg.id({ required: true }),
			version: t.arg.int({ required: true }),
			input: t.arg({ type: UpdateOpportunityInput, required: true }),
		},
		complexity: 50,
		resolve: (_, args, context) => {
			const { version: __, ...body } = parsed(updateDealRequest, args.input);
			return context.deps.database.inTenant(context.principal.tenantId, async (trx) => {
				const writer = await writerOf(context.c, trx, context.deps);
				found(await updateDeal(writer, idOf(args.id), body, args.version), "deal");
				return dealNow(context, trx, args.id);
			});
		},
	}),
	updateDealProbability: t.field({
		...needs("deals:write"),
		type: DealProbability,
		description: "Puts a chance of one's own (0 to 1) beside the model's, with the reason; the model's number stays.",
		args: {
			dealId: t.arg.id({ required: true }),
			probability: t.arg.float({ required: true }),
			justification: t.arg.string({ required: true }),
		},
		complexity: 50,
		resolve: (_, { dealId, probability, justification }, context) => {
			const said = parsed(setOverrideRequest, { probability, reason: justification });
			return context.deps.database.inTenant(context.principal.tenantId, async (trx) => {
				await sayChance(trx, await writerOf(context.c, trx, context.deps), idOf(dealId), said);
				return dealNow(context, trx, idOf(dealId));
			});
		},
	}),
}));

/** Deals by id as far as they are visible, worded. */
export async function dealsOf({ db, deps, principal, viewer }: GraphContext, ids: string[]): Promise<DealJson[]> {
	const rows = await findDeals(db, ids, principal.visibleOwners, deps.now());
	return rows.map((row) => dealJson(row, viewer));
}

async function dealNow({ deps, principal, viewer }: GraphContext, db: GraphContext["db"], id: string) {
	return dealJson(found(await findDeal(db, id, principal.visibleOwners, deps.now()), "deal"), viewer);
}

async function dealsOnAccounts(accountIds: string[], context: GraphContext): Promise<DealJson[][]> {
	const { rows } = await sql<{ account_id: string; ids: string[] }>`
		select x.account_id, array_agg(x.id order by x.at desc, x.id) as ids from unnest(${accountIds}::uuid[]) k(id)
			join lateral (select d.id, d.account_id, d.created_at as at from deals d
				where d.account_id = k.id and ${visibleTo(context.principal.visibleOwners)}
				order by d.created_at desc, d.id limit ${sql.lit(ON_ACCOUNT)}) x on true
		group by x.account_id`.execute(context.db);
	const deals = new Map(
		(
			await dealsOf(
				context,
				rows.flatMap((row) => row.ids),
			)
		).map((row) => [row.id, row]),
	);
	const byAccount = new Map(rows.map((row) => [row.account_id, row.ids.flatMap((key) => deals.get(key) ?? [])]));
	return accountIds.map((key) => byAccount.get(key) ?? []);
}
