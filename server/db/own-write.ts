import type { Transaction } from "kysely";
import type { EventType } from "../../core/contract/events.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Entity, JsonValue } from "../../core/model/change.ts";
import { recordAudit } from "../audit/record.ts";
import { appendEvent } from "../events/append.ts";
import type { Principal } from "../policy/principal.ts";
import { maySeeOwner } from "../policy/scope.ts";
import { planChange } from "../write-back/plan-change.ts";
import { recordChanges } from "./history.ts";
import type { Tables } from "./tables.ts";
import type { Workspace } from "./workspace.ts";

/** A person at work on records: who, in which workspace, from which request, in which transaction. */
export interface Writer {
	trx: Transaction<Tables>;
	principal: Principal;
	workspace: Workspace;
	requestId: string;
	/** Real time. */
	now: number;
}

/** One finished write to be told of. */
export interface OwnWrite {
	entity: Entity & ("deal" | "lead" | "territory");
	id: string;
	event: EventType;
	/** `deal.updated`, as the audit calls it. */
	action: string;
	/** New values by field, `*` for a new record. */
	values: Record<string, JsonValue>;
	/** What stood there before, for what is written back to where the record came from. Absent for a new record. */
	before?: Record<string, JsonValue>;
}

/**
 * What every write leaves beside its row: history, event, what is to be written back, and last the audit entry, whose
 * lock then is short.
 */
export async function tellOfWrite({ trx, principal, workspace, requestId }: Writer, write: OwnWrite): Promise<void> {
	const { tenantId, userId, name } = principal;
	await recordChanges(trx, {
		tenantId,
		entity: write.entity,
		entityId: write.id,
		values: write.values,
		recordedAt: workspace.recordedAt,
		isPast: workspace.isStanding,
		changedBy: userId,
	});
	await appendEvent(trx, {
		tenantId,
		type: write.event,
		entity: write.entity,
		entityId: write.id,
		causeId: requestId,
	});
	if (write.before && write.entity !== "territory") {
		const { entity, id: entityId, values, before } = write;
		await planChange(trx, { tenantId, entity, entityId, values, before, userId });
	}
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action: write.action,
		entity: write.entity,
		entityId: write.id,
		detail: { fields: Object.keys(write.values["*"] ?? write.values) },
		requestId,
	});
}

/** Whether the version that was read is still the one that stands. Throws version_required or version_conflict. */
export function requireVersion(read: number | null, current: number, what: string): void {
	if (read === null) {
		throw new CourtsideError(
			"version_required",
			`Say which version of the ${what} you read: send its version, or its ETag as If-Match.`,
		);
	}
	if (read !== current) {
		throw new CourtsideError(
			"version_conflict",
			`The ${what} was changed since you read it (you have version ${read}, it is at ${current}). Read it again, and make your change on what it is now.`,
		);
	}
}

/** The fields of `next` that differ from `before`. */
export function changedFields<T extends Record<string, JsonValue>>(before: T, next: Partial<T>): Partial<T> {
	const changed: Partial<T> = {};
	for (const key of Object.keys(next) as (keyof T)[]) {
		if (next[key] !== undefined && next[key] !== before[key]) changed[key] = next[key] as T[keyof T];
	}
	return changed;
}

/**
 * The owner a record gets: the one named, else the writer where they sell, else nobody. Throws unprocessable when it is
 * somebody whose records the writer may not see.
 */
export async function chooseOwner(
	given: string | null | undefined,
	{ trx, principal }: Pick<Writer, "trx" | "principal">,
): Promise<string | null> {
	const owner = given === undefined ? (principal.scope === "all" ? null : principal.userId) : given;
	await requireVisibleOwner(owner, { trx, principal });
	return owner;
}

/** Refuses to hand a record out of the writer's own sight, or to somebody who is not here (any more). Throws unprocessable. */
export async function requireVisibleOwner(
	owner: string | null,
	{ trx, principal }: Pick<Writer, "trx" | "principal">,
): Promise<void> {
	if (await maySeeOwner(trx, principal, owner)) return requireHere(owner, trx);
	throw new CourtsideError("unprocessable", "ownerId: choose yourself or somebody in your team.", {
		errors: [{ path: "ownerId", message: "not one of the people whose records you see" }],
	});
}

async function requireHere(owner: string | null, trx: Writer["trx"]): Promise<void> {
	if (owner === null) return;
	const person = await trx.selectFrom("users").select(["name", "is_active"]).where("id", "=", owner).executeTakeFirst();
	if (person?.is_active) return;
	const message = person ? `${person.name} has left. Choose somebody who is here.` : "There is no such person here.";
	throw new CourtsideError("unprocessable", `ownerId: ${message}`, { errors: [{ path: "ownerId", message }] });
}
