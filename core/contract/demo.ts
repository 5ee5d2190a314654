import { z } from "zod";
import { id } from "./scalars.ts";

/** What can be made to happen to a deal of the demo, so that one sees every open page move. */
export const NUDGES = ["customer-replies", "close-date-slips"] as const;

/** POST /demo/nudges. Refused outside the demo workspace. */
export const nudgeRequest = z.object({ dealId: id, kind: z.enum(NUDGES) }).meta({ id: "DemoNudgeRequest" });
export type NudgeKind = (typeof NUDGES)[number];

/** GET /demo/doors: pages of the vendors' stand-ins; null where there is none. */
export const demoDoors = z.object({ teams: z.string().nullable() }).meta({ id: "DemoDoors" });
export type DemoDoorsJson = z.infer<typeof demoDoors>;
