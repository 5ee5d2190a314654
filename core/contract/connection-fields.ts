import { z } from "zod";
import { instant } from "./scalars.ts";

/** The kinds of records whose custom fields are kept. */
export const MAPPED_ENTITIES = ["account", "contact", "deal", "lead"] as const;
export type MappedEntity = (typeof MAPPED_ENTITIES)[number];

/** A field of the source that the house has no name for. */
export const customField = z
	.object({
		entity: z.enum(MAPPED_ENTITIES),
		field: z.string(),
		/** Of the records looked at, how many have it filled. */
		records: z.number().int(),
		/** Up to three different values, as they came. */
		samples: z.array(z.string()),
		/** The field of ours that it fills; null: it is kept beside the record and fills none. */
		target: z.string().nullable(),
		/** `kept`: fills what comes from now on; `waiting`: also what is here, soon; `applied`: also what was here. */
		state: z.enum(["kept", "waiting", "applied"]).nullable(),
		appliedAt: instant.nullable(),
		/** What applying it came to: records it filled, and records whose value could not be read. */
		filled: z.number().int().nullable(),
		unread: z.number().int().nullable(),
	})
	.meta({ id: "CustomField" });
export type CustomFieldJson = z.infer<typeof customField>;

export const customFields = z
	.object({
		items: z.array(customField),
		/** Fields of ours that may be filled, by kind of record. */
		targets: z.record(z.enum(MAPPED_ENTITIES), z.array(z.string())),
		/** Of each kind the newest so many records were looked at. */
		lookedAt: z.number().int(),
	})
	.meta({ id: "CustomFields" });
export type CustomFieldsJson = z.infer<typeof customFields>;

/** PUT /connections/{host}/fields: one field's target; null takes it away. What it has filled stays. */
export const mapFieldRequest = z
	.object({ entity: z.enum(MAPPED_ENTITIES), field: z.string().min(1).max(200), target: z.string().max(60).nullable() })
	.meta({ id: "MapFieldRequest" });
