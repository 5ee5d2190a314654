import { home } from "../../core/contract/forecasts.ts";
import { askerOf } from "../answers/asker.ts";
import { homeOf } from "../answers/home.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";

const read = guardedRoute("forecasts:read", {
	method: "get",
	path: "/home",
	"x-cost": 3,
	tags: ["Home"],
	summary: "Am I going to make it, what changed, what should I do next?",
	responses: { 200: answer(home, "The answers for the signed-in person"), ...faults },
});

/** The home page. */
export function homeRoutes(deps: Deps) {
	const routes = createRouter();
	routes.openapi(read, async (c) => c.json(await homeOf(deps, askerOf(c)), 200));
	return routes;
}
