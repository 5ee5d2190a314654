import { OpenAPIHono } from "@hono/zod-openapi";
import type { ZodType } from "zod";
import { problem } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { invalid } from "../problems.ts";

/** What every resource module makes its routes on: wrong input becomes a problem with paths. */
export function createRouter(): OpenAPIHono<AppEnv> {
	return new OpenAPIHono<AppEnv>({
		defaultHook: (result) => {
			if (!result.success) throw invalid(result.error);
		},
	});
}

/** A JSON answer of a route: `responses: { 200: answer(deal, "The deal"), ...faults }`. */
export function answer<T extends ZodType>(schema: T, description: string) {
	return { description, content: { "application/json": { schema } } };
}

/** A file as an answer: a list downloaded as CSV or XLSX. */
export function fileAnswer(description: string) {
	const binary = { schema: { type: "string", format: "binary" } } as const;
	return {
		description,
		content: {
			"text/csv": { schema: { type: "string" } as const },
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary,
		},
	};
}

/** A JSON request body: `request: { body: jsonBody(createDealRequest) }`. */
export function jsonBody<T extends ZodType>(schema: T) {
	return { required: true, content: { "application/json": { schema } } };
}

/** What any route may answer instead: a problem (RFC 9457). Handlers throw CourtsideError; they never return these. */
export const faults = {
	"4XX": { description: "A fault of the request", content: { "application/problem+json": { schema: problem } } },
} as const;
