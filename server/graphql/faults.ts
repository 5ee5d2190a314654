import { GraphQLError } from "graphql";
import { ERROR_STATUS, type ErrorCode } from "../../core/contract/problem.ts";
import type { Deps } from "../deps.ts";
import { faultOf } from "../problems.ts";

/**
 * Any error of a request as it is answered: its message is for people, `extensions.code` is one of REST's codes with the
 * same status, and what is not known says nothing of itself beyond the reference.
 */
export function maskFault(error: unknown, log: Pick<Deps["log"], "error">, requestId?: string): GraphQLError {
	const asked = isGraphQLError(error) ? error : null;
	const cause = asked ? asked.originalError : error;
	// GraphQL's own: the document or its variables are wrong, and the message says where.
	if (asked && (!cause || isGraphQLError(cause))) {
		return answered(asked, asked.message, codeOf(asked.extensions["code"]), requestId, asked.extensions);
	}
	const fault = faultOf(cause);
	if (fault.code === "internal") log.error({ err: fault.cause ?? fault }, "what went wrong");
	const more = fault.errors ? { errors: fault.errors } : {};
	return answered(asked, fault.message, fault.code, requestId, more);
}

/** By name: a module that was loaded twice has two classes of it. */
export function isGraphQLError(error: unknown): error is GraphQLError {
	return error instanceof Error && error.name === "GraphQLError";
}

function answered(
	asked: GraphQLError | null,
	message: string,
	code: ErrorCode,
	requestId: string | undefined,
	more: Readonly<Record<string, unknown>>,
): GraphQLError {
	return new GraphQLError(message, {
		...(asked && { nodes: asked.nodes, positions: asked.positions, path: asked.path, source: asked.source }),
		extensions: { ...more, code, status: ERROR_STATUS[code], ...(requestId && { requestId }) },
	});
}

function codeOf(given: unknown): ErrorCode {
	return typeof given === "string" && Object.hasOwn(ERROR_STATUS, given) ? (given as ErrorCode) : "invalid_request";
}
