import {
	createTerritoryRequest,
	type TerritoryJson,
	territory,
	territoryQuery,
	updateTerritoryRequest,
} from "../../core/contract/planning.ts";
import { parseSort, readCursor } from "../db/paging.ts";
import { findTerritory, listTerritories, TERRITORY_SORTS } from "../db/territories.ts";
import { createTerritory, updateTerritory } from "../db/territory-writes.ts";
import { pageAnswer } from "../routes/page-answer.ts";
import { found, writerOf } from "../routes/writing.ts";
import { territoryJson } from "../views/territory-json.ts";
import { builder, needs } from "./builder.ts";
import { fieldsOf, inputOf, parsed } from "./contract-types.ts";
import { once } from "./mutations.ts";
import { idOf, pageArgs, pageType, pageWeight, pagingOf } from "./pages.ts";
import { User } from "./people.ts";

const filter = territoryQuery.omit({ limit: true, cursor: true, sort: true });

/** A cut of the market that someone works. */
export const Territory = builder.objectRef<TerritoryJson>("Territory");
Territory.implement({
	...needs("territories:read"),
	fields: (t) => ({
		...fieldsOf<TerritoryJson>(t, "Territory", territory, ["owner"]),
		owner: t.field({ type: User, nullable: true, resolve: ({ owner }) => owner?.id }),
	}),
});
const TerritoryPage = pageType<TerritoryJson>("Territory", Territory);
const TerritoryFilter = inputOf("TerritoryFilter", filter);
const CreateTerritoryInput = inputOf("CreateTerritoryInput", createTerritoryRequest);
const UpdateTerritoryInput = inputOf("UpdateTerritoryInput", updateTerritoryRequest, ["version"]);

builder.queryFields((t) => ({
	territory: t.field({
		...needs("territories:read"),
		type: Territory,
		nullable: true,
		args: { id: t.arg.id({ required: true }) },
		resolve: async (_, args, { db }) => {
			const row = await findTerritory(db, idOf(args.id));
			return row && territoryJson(row);
		},
	}),
	territories: t.field({
		...needs("territories:read"),
		type: TerritoryPage,
		description: `Territories with their accounts counted. Sorts: ${TERRITORY_SORTS.join(", ")}.`,
		args: { ...pageArgs(t.arg), filter: t.arg({ type: TerritoryFilter }) },
		complexity: pageWeight,
		resolve: async (_, args, { db }) => {
			const { limit, cursor, order } = pagingOf(args);
			const sort = parseSort(order, TERRITORY_SORTS, "name");
			const after = readCursor(cursor, sort);
			const page = await listTerritories(db, { filter: parsed(filter, args.filter ?? {}), sort, after, limit });
			return pageAnswer(page, sort, territoryJson);
		},
	}),
}));

builder.mutationFields((t) => ({
	createTerritory: t.field({
		...needs("territories:write"),
		type: Territory,
		args: { input: t.arg({ type: CreateTerritoryInput, required: true }) },
		complexity: 50,
		resolve: (_, args, { c, deps, ...context }, info) => {
			const body = parsed(createTerritoryRequest, args.input);
			return once({ c, deps, ...context }, info, async (trx) => {
				const made = await createTerritory(await writerOf(c, trx, deps), body);
				return territoryJson(found(await findTerritory(trx, made), "territory"));
			});
		},
	}),
	updateTerritory: t.field({
		...needs("territories:write"),
		type: Territory,
		description: "Changes what is given. `version` is the one that was read; another one in between is a conflict.",
		args: {
			id: t.arg.id({ required: true }),
			version: t.arg.int({ required: true }),
			input: t.arg({ type: UpdateTerritoryInput, required: true }),
		},
		complexity: 50,
		resolve: (_, args, { c, deps, principal }) => {
			const { version: __, ...body } = parsed(updateTerritoryRequest, args.input);
			return deps.database.inTenant(principal.tenantId, async (trx) => {
				const writer = await writerOf(c, trx, deps);
				found(await updateTerritory(writer, idOf(args.id), body, args.version), "territory");
				return territoryJson(found(await findTerritory(trx, args.id), "territory"));
			});
		},
	}),
}));
