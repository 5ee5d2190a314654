import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import DataloaderPlugin from "@pothos/plugin-dataloader";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Asker } from "../answers/asker.ts";
import type { JudgePipeline } from "../answers/pipeline.ts";
import type { AppEnv } from "../app-env.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import type { Permission } from "../policy/permissions.ts";

/** What every resolver is handed: one request of one person. */
export interface GraphContext extends Asker {
	c: Context<AppEnv>;
	deps: Deps;
	/** Reads the person's workspace. */
	db: Db;
	judgePipeline: JudgePipeline;
	/** What the request weighs, once it was found valid. */
	cost?: number;
}

/** Names and shapes the schema is built from. */
export interface GraphTypes {
	Context: GraphContext;
	AuthScopes: { may: Permission };
	DefaultFieldNullability: false;
	Scalars: {
		ID: { Input: string; Output: string };
		Figure: { Input: string | number; Output: string | number };
		DateTime: { Input: string; Output: string };
		Date: { Input: string; Output: string };
		JSON: { Input: unknown; Output: unknown };
	};
}

/** What the files of this folder put their types and fields into. */
export const builder = new SchemaBuilder<GraphTypes>({
	plugins: [ScopeAuthPlugin, DataloaderPlugin, ComplexityPlugin],
	defaultFieldNullability: false,
	scopeAuth: {
		authorizeOnSubscribe: true,
		authScopes: ({ principal }) => ({ may: (permission) => principal.permissions.has(permission) }),
		unauthorizedError: (_parent, _context, info) =>
			new CourtsideError(
				"forbidden",
				`Your role may not do this (${permissionOf(info)}). Ask an administrator, or leave out ${info.fieldName}.`,
			),
	},
	// Limits are checked before anything runs: see cost.ts. Here is only what a field weighs.
	complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
});

builder.queryType({ description: "What can be asked." });
builder.mutationType({ description: "What can be changed. Each is audited, and once only with an Idempotency-Key." });
builder.subscriptionType({
	description: "What can be listened to, as server-sent events. Connect again when the stream ends.",
});

/** The scope of a type or field: `builder.queryField("x", (t) => t.field({ ...needs("deals:read"), … }))`. */
export function needs(permission: Permission) {
	return { authScopes: { may: permission }, extensions: { permission } };
}

/** For a field that everyone signed in may ask. */
export const SIGNED_IN = { extensions: { permission: "signed-in" } } as const;

interface Guarded {
	extensions?: Readonly<Record<string, unknown>>;
}
function permissionOf(info: { parentType: Guarded & { getFields(): Record<string, Guarded> }; fieldName: string }) {
	const { parentType, fieldName } = info;
	return String(parentType.getFields()[fieldName]?.extensions?.["permission"] ?? parentType.extensions?.["permission"]);
}
