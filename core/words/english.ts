import type { Catalogue } from "./catalogue.ts";
import general from "./en.json" with { type: "json" };
import forecast from "./parts/forecast.en.json" with { type: "json" };
import intake from "./parts/intake.en.json" with { type: "json" };
import portal from "./parts/portal.en.json" with { type: "json" };
import server from "./parts/server.en.json" with { type: "json" };
import views from "./parts/views.en.json" with { type: "json" };

/** English: complete by definition, what every other language falls back to. */
export const english: Catalogue = { ...general, ...views, ...intake, ...portal, ...server, ...forecast };

/** The keys that pages name themselves, so that the compiler finds a missing one. */
export type PageWord = keyof typeof portal | keyof typeof general;
