import { z } from "zod";
import { instant } from "./scalars.ts";

/** Every type of event. Events carry ids only; who may see the record fetches it. */
export const EVENT_TYPES = [
	"deal.created",
	"deal.changed",
	"deal.scored",
	"deal.room",
	"content.changed",
	"lead.created",
	"lead.changed",
	"lead.scored",
	"territory.changed",
	"territory.planned",
	"forecast.computed",
	"forecast.called",
	"meeting.changed",
	"meeting.progress",
	"meeting.ready",
	"coaching.changed",
	"quota.changed",
	"quality.scanned",
	"import.progress",
	"import.finished",
	"import.undone",
	"people.changed",
	"sync.progress",
	"sync.finished",
	"connection.changed",
	"workspace.changed",
	"webhook.changed",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that happened, written in the transaction in which it did. */
export const event = z
	.object({
		id: z.string(),
		tenantId: z.number().int(),
		type: z.enum(EVENT_TYPES),
		entity: z.string(),
		/** `*` on the live stream: many of this kind at once. */
		entityId: z.string(),
		/** Grows with every event of the installation; gaps mean nothing. */
		seq: z.number().int(),
		occurredAt: instant,
		recordedAt: instant,
		causeId: z.string().nullable(),
		version: z.number().int(),
	})
	.meta({ id: "Event" });
export type EventJson = z.infer<typeof event>;
