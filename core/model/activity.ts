import type { Instant } from "./instant.ts";

export const ACTIVITY_KINDS = ["call", "email", "meeting", "demo", "note", "task", "web"] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Something that was done with, or by, a customer. */
export interface Activity {
	id: string;
	kind: ActivityKind;
	/** `in`: the customer did it (replied, visited a page); `out`: we did. */
	direction: "in" | "out" | null;
	subject: string | null;
	ownerId: string | null;
	accountId: string | null;
	contactId: string | null;
	dealId: string | null;
	leadId: string | null;
	occurredAt: Instant;
	durationMinutes: number | null;
}
