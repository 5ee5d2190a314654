import { createComplexityRule } from "@pothos/plugin-complexity";
import { GraphQLError, type ValidationRule } from "graphql";
import type { GraphContext } from "./builder.ts";

/** What one request may be. Tokens are counted while it is read, all else before anything of it runs. */
export const LIMITS = { tokens: 4_000, depth: 12, breadth: 400, aliases: 50, mutations: 20, cost: 20_000 } as const;

/** Refuses an operation that is too deep, too wide or too costly; lists count as many times as they may have items. */
export function costRule(context: GraphContext, variableValues: Record<string, unknown>): ValidationRule {
	return createComplexityRule({
		context,
		variableValues,
		validate({ complexity, depth, breadth }, report) {
			context.cost = complexity;
			if (depth > LIMITS.depth) report(tooMuch("deep", depth, LIMITS.depth, "Ask for less inside."));
			if (breadth > LIMITS.breadth) report(tooMuch("wide", breadth, LIMITS.breadth, "Name fewer fields."));
			if (complexity > LIMITS.cost) {
				report(tooMuch("costly", complexity, LIMITS.cost, "Ask for fewer items (first) or fewer fields in each."));
			}
		},
	});
}

/** Refuses many names for the same, and many writes in one request. */
export const countRule: ValidationRule = (context) => {
	let aliases = 0;
	return {
		Field(node) {
			if (node.alias && ++aliases === LIMITS.aliases + 1) {
				context.reportError(tooMuch("full of aliases", aliases, LIMITS.aliases, "Send several requests."));
			}
		},
		OperationDefinition({ operation, selectionSet }) {
			const writes = operation === "mutation" ? selectionSet.selections.length : 0;
			if (writes > LIMITS.mutations) {
				context.reportError(tooMuch("full of mutations", writes, LIMITS.mutations, "Send several requests."));
			}
		},
	};
};

function tooMuch(what: string, has: number, most: number, advice: string): GraphQLError {
	return new GraphQLError(`This is too ${what}: ${has}, and ${most} is the most. ${advice}`, {
		extensions: { code: "too_large", has, most },
	});
}
