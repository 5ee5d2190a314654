import type { ObjectRef, OutputType } from "@pothos/core";
import { z } from "zod";
import { type Page, paging } from "../../core/contract/scalars.ts";
import { builder } from "./builder.ts";

type Types = typeof builder.$inferSchemaTypes;
type Args = PothosSchemaTypes.QueryFieldBuilder<Types, object>["arg"];
interface PageArgs {
	first?: number | null | undefined;
	after?: string | null | undefined;
	sort?: string | null | undefined;
}
const asked = paging.extend({ limit: paging.shape.limit.unwrap() });

/** The type of a page of a list. */
export function pageType<T extends object>(name: string, item: OutputType<Types>) {
	return builder.objectRef<Page<T>>(`${name}Page`).implement({
		description: "A page of a list. Ask for the next with `after: nextCursor` and the same filter and sort.",
		fields: (t) => ({
			// Weighed where the page is asked for, by how many items it may have.
			items: t.field({
				type: [item as ObjectRef<Types, T>],
				complexity: { field: 0, multiplier: 1 },
				resolve: (page) => page.items,
			}),
			nextCursor: t.exposeString("nextCursor", { nullable: true }),
			total: t.exposeInt("total", { description: "All that match, counted up to 10,000." }),
			totalIsAtLeast: t.exposeBoolean("totalIsAtLeast"),
		}),
	});
}

/** The arguments every list takes. */
export function pageArgs(arg: Args) {
	return {
		first: arg.int({ defaultValue: 50, description: "1 to 200." }),
		after: arg.string({ description: "nextCursor of the page before." }),
		sort: arg.string({ description: "A field; - in front for descending." }),
	};
}

/** How many items a page may have, for its weight. */
export function pageWeight(args: Pick<PageArgs, "first">) {
	return { field: 5, multiplier: Math.min(200, Math.max(1, args.first ?? 50)) };
}

/** The arguments as REST's paging has them. Throws ZodError. */
export function pagingOf(args: PageArgs) {
	const { limit, cursor, sort } = asked.parse({
		limit: args.first ?? 50,
		cursor: args.after ?? undefined,
		sort: args.sort ?? undefined,
	});
	return { limit, cursor, order: sort };
}

/** An id of the input. Throws ZodError. */
export function idOf(given: string): string {
	return z.object({ id: z.uuid() }).parse({ id: given }).id;
}
/** Several, at most 200. */
export function idsOf(given: readonly string[]): string[] {
	return z.object({ ids: z.array(z.uuid()).max(200) }).parse({ ids: given }).ids;
}
