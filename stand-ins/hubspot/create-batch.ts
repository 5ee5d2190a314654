import { z } from "zod";
import { type Answered, refusal } from "./answer.ts";
import { shown } from "./objects-door.ts";
import { associate, type ObjectType, type Portal, putRecord } from "./portal.ts";

/** Inputs of one batch. */
const BATCH_MOST = 100;
const creation = z.object({
	inputs: z
		.array(
			z.object({
				properties: z.record(z.string(), z.string()),
				objectWriteTraceId: z.string().optional(),
				associations: z
					.array(z.object({ to: z.object({ id: z.string() }), types: z.array(z.unknown()).min(1) }))
					.default([]),
			}),
		)
		.max(BATCH_MOST),
});

/** New records with their links, each taken or refused by itself. */
export function createBatch(portal: Portal, type: ObjectType, body: string, by: string): Answered {
	const parsed = creation.safeParse(JSON.parse(body));
	if (!parsed.success) return refusal(400, "VALIDATION_ERROR", parsed.error.issues[0]?.message ?? "invalid");
	const results: object[] = [];
	const errors: object[] = [];
	for (const { properties, associations, objectWriteTraceId } of parsed.data.inputs) {
		const context = objectWriteTraceId ? { objectWriteTraceId: [objectWriteTraceId] } : {};
		const isTaskWithoutDay = type === "tasks" && !properties["hs_timestamp"];
		const lost = associations.find(({ to }) => portal.records.deals.get(to.id)?.archived !== false);
		if (isTaskWithoutDay || lost) {
			const message = lost
				? `Associated object ${lost.to.id} does not exist`
				: "Required property hs_timestamp is missing";
			errors.push({ status: "error", category: "VALIDATION_ERROR", message, context });
			continue;
		}
		const record = putRecord(portal, type, { properties, source: by });
		for (const { to } of associations) associate(portal, type, record.id, "deals", to.id);
		results.unshift(shown(record, Object.keys(properties), []));
	}
	return errors.length > 0
		? { status: 207, json: { status: "COMPLETE", results, numErrors: errors.length, errors } }
		: { status: 201, json: { status: "COMPLETE", results } };
}
