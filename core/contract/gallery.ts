import { z } from "zod";
import { id } from "./scalars.ts";
import { view } from "./view.ts";

export const galleryQuery = z.object({ dealId: id.optional(), leadId: id.optional() });

/** One number, and what each host makes of it. */
const exhibit = z.object({
	view,
	/** Its page in the portal. */
	path: z.string(),
	/** What `present` of each host gave: the vendor's own form, drawn by whoever knows it. */
	surfaces: z.array(
		z.object({
			host: z.string(),
			name: z.string(),
			surface: z.unknown(),
			/** Where the real thing can be looked at; null: only inside the vendor. */
			preview: z.string().nullable(),
		}),
	),
});

/** The same deal, lead, forecast and territory in every host that shows them; null where the person sees none. */
export const gallery = z
	.object({
		deal: exhibit.nullable(),
		lead: exhibit.nullable(),
		forecast: exhibit.nullable(),
		territory: exhibit.nullable(),
	})
	.meta({ id: "Gallery" });
export type GalleryJson = z.infer<typeof gallery>;
