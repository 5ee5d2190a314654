import { z } from "zod";
import { id, instant } from "./scalars.ts";

/** What an answer to an import's question looks like: one of `options`, or free text where there are none. */
export const importQuestion = z
	.object({
		id: z.string(),
		text: z.string(),
		why: z.string(),
		kind: z.enum(["choice", "text", "stages"]),
		options: z.array(z.object({ value: z.string(), label: z.string() })),
		/** Used when nobody answers. */
		suggested: z.unknown(),
	})
	.meta({ id: "ImportQuestion" });

export const importColumn = z
	.object({
		name: z.string(),
		type: z.string(),
		/** Canonical field, or null: kept as it is beside the record. */
		field: z.string().nullable(),
		confidence: z.number().min(0).max(1),
		examples: z.array(z.string()),
		blanks: z.number().int(),
	})
	.meta({ id: "ImportColumn" });

export const importFile = z
	.object({
		id,
		name: z.string(),
		sheet: z.string().nullable(),
		/** accounts, deals, …; null: not used. */
		entity: z.string().nullable(),
		rowsTotal: z.number().int().nullable(),
		rowsDone: z.number().int(),
		state: z.enum(["waiting", "running", "done", "failed"]),
		columns: z.array(importColumn),
		/** Fields a column may be mapped to. */
		fields: z.array(z.object({ value: z.string(), label: z.string() })),
		/** Three of the file's own rows as they will be stored: label → text. */
		preview: z.array(z.record(z.string(), z.string())),
	})
	.meta({ id: "ImportFile" });

export const importJson = z
	.object({
		id,
		name: z.string(),
		/** `stopped`: by a person, between two chunks; it can go on or be undone. */
		state: z.enum(["draft", "ready", "running", "stopped", "done", "failed", "undoing", "undone"]),
		/** Somebody asked a running import to stop; it does after the rows in hand. */
		isStopping: z.boolean(),
		files: z.array(importFile),
		questions: z.array(importQuestion),
		answers: z.record(z.string(), z.unknown()),
		/** What was noticed, worded. */
		notes: z.array(z.string()),
		counts: z.record(
			z.string(),
			z.object({ created: z.number(), updated: z.number(), unchanged: z.number(), rejected: z.number() }),
		),
		rejected: z.number().int(),
		rowsPerSecond: z.number().nullable(),
		error: z.string().nullable(),
		createdAt: instant,
		finishedAt: instant.nullable(),
	})
	.meta({ id: "Import" });
export type ImportJson = z.infer<typeof importJson>;
export type ImportFileJson = z.infer<typeof importFile>;
export type ImportQuestion = z.infer<typeof importQuestion>;

/** PUT /imports/{id}/plan: answers by question id; per file its entity and column → field. */
export const importPlanRequest = z
	.object({
		answers: z.record(z.string(), z.unknown()).optional(),
		files: z
			.array(
				z.object({
					id,
					entity: z.string().nullable().optional(),
					fields: z.record(z.string(), z.string().nullable()).optional(),
				}),
			)
			.optional(),
	})
	.meta({ id: "ImportPlanRequest" });

/** A piece of background work as the jobs page shows it. */
export const job = z
	.object({
		id: z.string(),
		name: z.string(),
		text: z.string(),
		state: z.enum(["waiting", "running", "done", "failed"]),
		progress: z.object({ done: z.number(), total: z.number().nullable() }).nullable(),
		attempts: z.number().int(),
		error: z.string().nullable(),
		createdAt: instant,
		finishedAt: instant.nullable(),
		canRetry: z.boolean(),
		canCancel: z.boolean(),
	})
	.meta({ id: "Job" });
export type JobJson = z.infer<typeof job>;
