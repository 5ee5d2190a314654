import type { DealDocumentJson, FittingContentJson, PlanStepJson, StakeholderJson } from "../../core/contract/room.ts";
import { DAY_MS, type PlainDate } from "../../core/model/instant.ts";
import { NEEDED_ROLES, SILENT_AFTER_DAYS, type StakeholderRole } from "../../core/model/room.ts";
import type { DocumentRow } from "../db/room/documents.ts";
import type { PlanStepRow } from "../db/room/plan-steps.ts";
import type { FittingRow } from "../db/room/playbook.ts";
import type { StakeholderRow } from "../db/room/stakeholders.ts";

/** Somebody on the map. They count as silent while the deal is open and nothing came from them for three weeks, or ever. */
export function stakeholderJson(row: StakeholderRow, now: number, isOpen: boolean): StakeholderJson {
	const { contactId, name, title, email, lastInAt, lastOutAt, ...rest } = row;
	const quietDays = lastInAt === null ? null : Math.max(0, Math.floor((now - lastInAt) / DAY_MS));
	return {
		...rest,
		contact: { id: contactId, name, title, email },
		lastInAt: iso(lastInAt),
		lastOutAt: iso(lastOutAt),
		quietDays,
		isSilent: isOpen && (quietDays === null || quietDays >= SILENT_AFTER_DAYS),
	};
}

/** Roles that nobody on the map fills. */
export function gapsOf(people: readonly { roles: readonly StakeholderRole[] }[]): StakeholderRole[] {
	return NEEDED_ROLES.filter((role) => !people.some((p) => p.roles.includes(role)));
}

/** A step of the plan; open ones are overdue from the day after they were due. */
export function planStepJson(row: PlanStepRow, today: PlainDate): PlanStepJson {
	const { ownerId, ownerName, contactId, contactName, doneAt, ...rest } = row;
	return {
		...rest,
		owner: named(ownerId, ownerName),
		contact: named(contactId, contactName),
		isOverdue: row.state === "open" && row.dueOn !== null && row.dueOn < today,
		doneAt: iso(doneAt),
	};
}

export function documentJson(row: DocumentRow): DealDocumentJson {
	const { addedBy, addedByName, addedAt, bytes, ...rest } = row;
	return {
		...rest,
		bytes: bytes === null ? null : Number(bytes),
		addedBy: named(addedBy, addedByName),
		addedAt: new Date(addedAt).toISOString(),
	};
}

export function fittingJson({ id, kind, title, body, locale, fits, usedAt }: FittingRow): FittingContentJson {
	return { id, kind, title, body, locale, fits, usedAt: iso(usedAt) };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
	return id === null || name === null ? null : { id, name };
}

function iso(at: number | null): string | null {
	return at === null ? null : new Date(at).toISOString();
}
