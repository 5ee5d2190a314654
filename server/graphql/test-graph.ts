import type { PluginTransformResultArgs, RootOperationNode } from "kysely";
import type { TestApp } from "../test-app.ts";

/** What a GraphQL request answers. */
export interface GraphAnswer {
	status: number;
	data: Record<string, unknown> | null;
	errors: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** Sends a GraphQL request as a person. */
export async function ask(
	app: TestApp,
	as: { tenantId: number; userId: string } | null,
	query: string,
	variables: object = {},
	headers: Record<string, string> = {},
): Promise<GraphAnswer> {
	const answer = await app.request("/graphql", {
		method: "POST",
		headers: {
			"content-type": "application/json",
			...(as && { authorization: `Bearer ${await app.tokenOf(as)}` }),
			...headers,
		},
		body: JSON.stringify({ query, variables }),
	});
	const body = (await answer.json()) as Partial<GraphAnswer>;
	return { status: answer.status, data: body.data ?? null, errors: body.errors ?? [] };
}

/** Counts what is asked of the database for requests' reads while something runs. */
export async function countQueries<T>(app: TestApp, work: () => Promise<T>): Promise<{ result: T; queries: number }> {
	const { reader } = app.database;
	let queries = 0;
	const counting = {
		transformQuery: ({ node }: { node: RootOperationNode }) => {
			queries++;
			return node;
		},
		transformResult: async ({ result }: PluginTransformResultArgs) => result,
	};
	app.database.reader = (tenantId) => reader(tenantId).withPlugin(counting);
	const result = await work().finally(() => {
		app.database.reader = reader;
	});
	return { result, queries };
}
