import { z } from "zod";
import { downloadQuery, id, instant } from "./scalars.ts";

const named = z.object({ id, name: z.string() });
const version = z.number().int().optional();

export const CONTENT_KINDS = ["battlecard", "playbook_line", "document"] as const;

/** How often a line stood before somebody, was read, and was said or sent; and how the deals ended in which it was. */
const uses = z.object({
	shown: z.number().int(),
	opened: z.number().int(),
	used: z.number().int(),
	/** Deals in which it was used, by how they stand now. That it was used does not say that it made them so. */
	deals: z.object({ open: z.number().int(), won: z.number().int(), lost: z.number().int() }),
});

/** Something a seller can say or send. `body` is a small subset of Markdown, never HTML. */
export const content = z
	.object({
		id,
		kind: z.enum(CONTENT_KINDS),
		title: z.string(),
		body: z.string(),
		/** What it is for; null: for any. */
		competitor: named.nullable(),
		stage: named.nullable(),
		industry: z.string().nullable(),
		/** BCP 47 */
		locale: z.string(),
		isArchived: z.boolean(),
		version: z.number().int(),
		updatedAt: instant,
		updatedBy: named.nullable(),
		uses,
	})
	.meta({ id: "Content" });
export type ContentJson = z.infer<typeof content>;

/** What a content line said before it was changed. */
export const contentVersion = z
	.object({
		version: z.number().int(),
		savedAt: instant,
		savedBy: named.nullable(),
		kind: z.enum(CONTENT_KINDS),
		title: z.string(),
		body: z.string(),
		competitorId: id.nullable(),
		stageId: id.nullable(),
		industry: z.string().nullable(),
		locale: z.string(),
	})
	.meta({ id: "ContentVersion" });
export type ContentVersionJson = z.infer<typeof contentVersion>;

/** A line with everything it said before, newest first. */
export const contentPage = z.object({ content, versions: z.array(contentVersion) }).meta({ id: "ContentPage" });
export type ContentPageJson = z.infer<typeof contentPage>;

export const createContentRequest = z
	.object({
		kind: z.enum(CONTENT_KINDS),
		title: z.string().trim().min(1).max(200),
		body: z.string().trim().min(1).max(20_000),
		competitorId: id.nullish(),
		stageId: id.nullish(),
		industry: z.string().trim().max(120).nullish(),
		locale: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, "a language such as en or pt-BR"),
	})
	.meta({ id: "CreateContentRequest" });
/** Changes what is given; an archived line is offered in no deal. Going back to an old version is a change to what it said. */
export const updateContentRequest = createContentRequest
	.partial()
	.extend({ isArchived: z.boolean().optional(), version })
	.meta({ id: "UpdateContentRequest" });

/** GET /content/download: the filters and order of the page, as {@link contentTable} has them. */
export const contentDownload = downloadQuery.extend({
	sort: z.string().max(60).optional(),
	search: z.string().trim().max(120).optional(),
	kind: z.enum(CONTENT_KINDS).optional(),
	state: z.enum(["current", "archived", "all"]).optional(),
});

/** Whom we meet in deals. */
export const competitor = z
	.object({
		id,
		name: z.string(),
		/** Other spellings, by which it is heard in words about a deal. */
		aliases: z.array(z.string()),
		/** Lines made against it, and deals that have it. */
		lines: z.number().int(),
		deals: z.number().int(),
		version: z.number().int(),
	})
	.meta({ id: "Competitor" });
export type CompetitorJson = z.infer<typeof competitor>;

export const createCompetitorRequest = z
	.object({
		name: z.string().trim().min(1).max(120),
		aliases: z.array(z.string().trim().min(1).max(120)).max(40).default([]),
	})
	.meta({ id: "CreateCompetitorRequest" });
export const updateCompetitorRequest = createCompetitorRequest
	.partial()
	.extend({ version })
	.meta({ id: "UpdateCompetitorRequest" });
