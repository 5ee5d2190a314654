import { type ExecutionResult, parse } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { Hono } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import { askerOf } from "../answers/asker.ts";
import { pipelineJudge } from "../answers/pipeline.ts";
import type { AppEnv } from "../app-env.ts";
import type { Deps } from "../deps.ts";
import { requireSignedIn, signedIn } from "../policy/guard.ts";
import { serveStatic } from "../routes/static.ts";
import type { GraphContext } from "./builder.ts";
import { costRule, countRule, LIMITS } from "./cost.ts";
import { isGraphQLError, maskFault } from "./faults.ts";
import { schema, schemaText } from "./schema.ts";

/** A document may ask for what takes REST several requests. */
const GRAPHQL_COST = 5;

type Given = Pick<GraphContext, "c">;

/**
 * GraphQL for signed-in people: POST /graphql answers queries, mutations and (as server-sent events) subscriptions; the
 * schema as a document lies beside it. A browser that comes by GET gets the portal, whose page explores it.
 */
export function graphqlRoutes(deps: Deps) {
	const judgePipeline = pipelineJudge(deps);
	const yoga = createYoga<Given, GraphContext>({
		schema,
		// By POST alone: a query in an address ends up in logs.
		graphiql: false,
		landingPage: false,
		multipart: false,
		batching: false,
		cors: false,
		logging: false,
		maxRequestBodySize: false,
		// What is valid depends on the variables: a page may have 200 items.
		parserAndValidationCache: { validationCache: false },
		fetchAPI: { Response, Request, Headers, ReadableStream, TextEncoder, TextDecoder, URL, URLSearchParams },
		context: ({ c }) => ({
			...askerOf(c),
			c,
			deps,
			db: deps.database.reader(c.var.principal.tenantId),
			judgePipeline,
		}),
		plugins: [withinLimits, masked],
		// Only for what fails before there is an operation; the rest is masked below, where the request is known.
		maskedErrors: { maskError: (error) => (isGraphQLError(error) ? error : maskFault(error, deps.log)) },
	});

	const routes = new Hono<AppEnv>();
	let text: string | null = null;
	routes.get("/graphql/schema.graphql", requireSignedIn, (c) => {
		text ??= schemaText();
		return c.body(text, 200, { "content-type": "text/plain; charset=utf-8" });
	});
	routes.get("/graphql", async (c) => (await serveStatic(c, deps.settings.webRoot)) ?? c.notFound());
	routes.post("/graphql", signedIn(GRAPHQL_COST), async (c) => {
		// Read here, so that an Idempotency-Key can be tied to it once more.
		const body = await c.req.arrayBuffer();
		const { url, headers, signal } = c.req.raw;
		return yoga.fetch(new Request(url, { method: "POST", headers, body, signal }), { c });
	});
	return routes;
}

/** So much cost takes one point of the caller's quota: about what a page of REST's costs. */
const COST_OF_POINT = 1_000;

/** Takes the points that a heavy request costs beyond the first. Throws too_many_requests. */
async function spend({ c, cost = 0 }: GraphContext): Promise<void> {
	const points = Math.floor(cost / COST_OF_POINT);
	const allowance = points > 0 ? await c.var.spend(c.var.principal, points) : null;
	if (!allowance?.refusedBy) return;
	const says = `Such heavy requests do not fit in a minute. Ask for less, or try again in ${allowance.resetS} s.`;
	throw new CourtsideError("too_many_requests", says);
}

/** Reads at most so many tokens, checks the cost before anything runs, and takes it from the quota. */
const withinLimits: Plugin<GraphContext> = {
	onParse({ setParseFn }) {
		setParseFn((source, options) => parse(source as string, { ...options, maxTokens: LIMITS.tokens }));
	},
	onValidate({ addValidationRule, context }) {
		const { variables } = (context as unknown as { params: { variables?: Record<string, unknown> } }).params;
		addValidationRule(countRule);
		addValidationRule(costRule(context as GraphContext, variables ?? {}));
	},
	onExecute: ({ args }) => spend(args.contextValue as GraphContext),
	onSubscribe: ({ args }) => spend(args.contextValue as GraphContext),
};

/** Every error leaves in REST's words, with the reference that finds it in the log. */
const masked: Plugin<GraphContext, Given> = {
	onExecutionResult({ result, setResult, context }) {
		const { log, requestId } = context.c.var;
		const mask = <R extends ExecutionResult>(one: R): R =>
			one.errors ? { ...one, errors: one.errors.map((error) => maskFault(error, log(), requestId)) } : one;
		if (!result || Array.isArray(result)) return;
		setResult(Symbol.asyncIterator in result ? mapped(result, mask) : mask(result));
	},
};

/** Each item changed. Whoever stops ends the source at once: a generator would wait for the next item first. */
function mapped<T>(source: AsyncIterable<T>, change: (item: T) => T): AsyncIterable<T> {
	return {
		[Symbol.asyncIterator]() {
			const items = source[Symbol.asyncIterator]();
			return {
				async next() {
					const item = await items.next();
					return item.done ? item : { done: false, value: change(item.value) };
				},
				async return() {
					await items.return?.();
					return { done: true, value: undefined };
				},
			};
		},
	};
}
