import { foundActionList } from "../../core/contract/found-actions.ts";
import { foundActions } from "../db/found-actions.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const list = guardedRoute("meetings:read", {
	method: "get",
	path: "/actions/found",
	tags: ["Meetings"],
	summary:
		"What you took on in your meetings and put into no plan yet; accept it as a task of its meeting, or dismiss it",
	responses: { 200: answer(foundActionList, "The newest meeting's first, at most fifty"), ...faults },
});

/** Actions that wait for their person's word. */
export function foundActionRoutes({ database }: Deps) {
	const routes = createRouter();
	routes.openapi(list, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const rows = await foundActions(database.reader(tenantId), userId);
		const items = rows.map(({ id, text, dueOn, quote, atSec, meetingId, meetingTitle, dealId, dealName }) => ({
			...{ id, text, dueOn, quote, atSec },
			meeting: { id: meetingId, title: meetingTitle },
			deal: { id: dealId, name: dealName },
		}));
		return c.json({ items }, 200);
	});
	return routes;
}
