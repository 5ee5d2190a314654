import type { z } from "zod";
import type {
	CompetitorJson,
	ContentJson,
	ContentPageJson,
	createCompetitorRequest,
	createContentRequest,
	updateCompetitorRequest,
	updateContentRequest,
} from "../content.ts";
import type { Wire } from "./wire.ts";

/** Sales content and competitors. */
export const contentCalls = ({ call }: Wire) => ({
	contents: () => call<{ items: ContentJson[] }>("GET", "/content"),
	content: (id: string) => call<ContentPageJson>("GET", `/content/${id}`),
	createContent: (body: z.input<typeof createContentRequest>, key: string) =>
		call<ContentJson>("POST", "/content", { body, key }),
	updateContent: (id: string, body: z.input<typeof updateContentRequest>) =>
		call<ContentPageJson>("PUT", `/content/${id}`, { body }),
	competitors: () => call<{ items: CompetitorJson[] }>("GET", "/competitors"),
	createCompetitor: (body: z.input<typeof createCompetitorRequest>, key: string) =>
		call<CompetitorJson>("POST", "/competitors", { body, key }),
	updateCompetitor: (id: string, body: z.input<typeof updateCompetitorRequest>) =>
		call<CompetitorJson>("PUT", `/competitors/${id}`, { body }),
	removeCompetitor: (id: string) => call<void>("DELETE", `/competitors/${id}`),
});
