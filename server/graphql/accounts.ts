import { z } from "zod";
import { id } from "../../core/contract/scalars.ts";
import { ACCOUNT_SORTS, type AccountRow, findAccounts, listAccounts } from "../db/customer-accounts.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { pageAnswer } from "../routes/page-answer.ts";
import { builder, needs } from "./builder.ts";
import { inputOf, parsed } from "./contract-types.ts";
import { idOf, pageArgs, pageType, pageWeight, pagingOf } from "./pages.ts";
import { User } from "./people.ts";

const filter = z.object({
	ownerId: id.optional(),
	industry: z.string().max(120).optional(),
	search: z.string().trim().max(120).optional(),
});

/** A company that is sold to. One that the asker may not see is an error of its field. */
export const Account = builder.loadableObjectRef<AccountRow, string>("Account", {
	load: async (ids, { db, principal }) => {
		const byId = new Map((await findAccounts(db, ids, principal.visibleOwners)).map((row) => [row.id, row]));
		return ids.map((key) => byId.get(key) ?? new Error(`no account ${key}`));
	},
});
Account.implement({
	...needs("deals:read"),
	fields: (t) => ({
		id: t.exposeID("id"),
		name: t.exposeString("name"),
		domain: t.exposeString("domain", { nullable: true }),
		industry: t.exposeString("industry", { nullable: true }),
		employees: t.exposeInt("employees", { nullable: true }),
		country: t.exposeString("country", { nullable: true }),
		region: t.exposeString("region", { nullable: true }),
		createdAt: t.field({ type: "DateTime", resolve: ({ createdAt }) => new Date(createdAt).toISOString() }),
		owner: t.field({ type: User, nullable: true, resolve: ({ ownerId }) => ownerId }),
	}),
});

const AccountPage = pageType<AccountRow>("Account", Account);
const AccountFilter = inputOf("AccountFilter", filter);

builder.queryFields((t) => ({
	account: t.field({
		...needs("deals:read"),
		type: Account,
		nullable: true,
		args: { id: t.arg.id({ required: true }) },
		resolve: async (_, args, { db, principal }) =>
			(await findAccounts(db, [idOf(args.id)], principal.visibleOwners))[0] ?? null,
	}),
	accounts: t.field({
		...needs("deals:read"),
		type: AccountPage,
		description: `Companies: your own, your people's, and those with a deal you see. Sorts: ${ACCOUNT_SORTS.join(", ")}.`,
		args: { ...pageArgs(t.arg), filter: t.arg({ type: AccountFilter }) },
		complexity: pageWeight,
		resolve: async (_, args, { db, principal }) => {
			const { limit, cursor, order } = pagingOf(args);
			const sort = parseSort(order, ACCOUNT_SORTS, "name");
			const page = await listAccounts(db, {
				filter: parsed(filter, args.filter ?? {}),
				visibleOwners: principal.visibleOwners,
				sort,
				after: readCursor(cursor, sort),
				limit,
			});
			return pageAnswer(page, sort, (row) => row);
		},
	}),
}));
