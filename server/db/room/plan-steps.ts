import { sql } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../../core/contract/problem.ts";
import type { addPlanStepRequest, updatePlanStepRequest } from "../../../core/contract/room.ts";
import type { Instant, PlainDate } from "../../../core/model/instant.ts";
import type { Db } from "../connect.ts";
import { requireVersion, type Writer } from "../own-write.ts";
import { timestamp } from "../values.ts";
import { tellOfRoom } from "./room-deal.ts";

/** A step of the plan that was agreed with the customer. */
export interface PlanStepRow {
	id: string;
	title: string;
	side: "ours" | "theirs";
	ownerId: string | null;
	ownerName: string | null;
	contactId: string | null;
	contactName: string | null;
	dueOn: PlainDate | null;
	state: "open" | "done" | "dropped";
	doneAt: Instant | null;
	version: number;
}

/** So many steps a plan may have. */
const MOST = 200;

/** The plan in its order. */
export async function listPlanSteps(db: Db, dealId: string): Promise<PlanStepRow[]> {
	const { rows } = await sql<PlanStepRow>`select p.id, p.title, p.side, p.owner_id as "ownerId", u.name as "ownerName",
			p.contact_id as "contactId", c.name as "contactName", p.due_on as "dueOn", p.state, p.done_at as "doneAt", p.version
		from plan_steps p left join users u on u.id = p.owner_id left join contacts c on c.id = p.contact_id
		where p.deal_id = ${dealId}::uuid order by p.position, p.id`.execute(db);
	return rows;
}

/** Adds a step at the end and gives its id. Throws unprocessable on people who will not do, or where the plan is full. */
export async function addPlanStep(
	writer: Writer,
	dealId: string,
	body: z.output<typeof addPlanStepRequest>,
): Promise<string> {
	const { trx, principal, now } = writer;
	await requirePeople(writer, body);
	// The deal's row is held, so that two who add at once do not get the same place.
	await trx.selectFrom("deals").select("id").where("id", "=", dealId).forUpdate().execute();
	const { n, last } = await trx
		.selectFrom("plan_steps")
		.select([sql<number>`count(*)::int`.as("n"), sql<number>`coalesce(max(position), 0)`.as("last")])
		.where("deal_id", "=", dealId)
		.executeTakeFirstOrThrow();
	if (n >= MOST) throw new CourtsideError("unprocessable", `A plan holds ${MOST} steps. Take out what is done.`);
	const { id } = await trx
		.insertInto("plan_steps")
		.values({
			tenant_id: principal.tenantId,
			deal_id: dealId,
			title: body.title,
			side: body.side,
			...ownersOf(body.side, body.ownerId ?? null, body.contactId ?? null),
			due_on: body.dueOn ?? null,
			position: last + 1,
			added_by: principal.userId,
			added_at: timestamp(now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	await tellOfRoom(writer, dealId, "deal.step_added", { stepId: id });
	return id;
}

/** Changes what is given. Null where there is no such step; throws version_required, version_conflict, unprocessable. */
export async function updatePlanStep(
	writer: Writer,
	dealId: string,
	stepId: string,
	body: z.output<typeof updatePlanStepRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx, now } = writer;
	const before = await trx
		.selectFrom("plan_steps")
		.select(["title", "side", "owner_id", "contact_id", "due_on", "state", "done_at", "version"])
		.where("deal_id", "=", dealId)
		.where("id", "=", stepId)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return null;
	requireVersion(read, before.version, "step");
	await requirePeople(writer, body);
	const side = body.side ?? before.side;
	const state = body.state ?? before.state;
	const { version: _, before: place, ...given } = body;
	await trx
		.updateTable("plan_steps")
		.set({
			title: body.title ?? before.title,
			side,
			...ownersOf(
				side,
				body.ownerId === undefined ? before.owner_id : body.ownerId,
				body.contactId === undefined ? before.contact_id : body.contactId,
			),
			due_on: body.dueOn === undefined ? before.due_on : body.dueOn,
			state,
			done_at: state !== "done" ? null : timestamp(before.done_at ?? now),
			version: before.version + 1,
		})
		.where("deal_id", "=", dealId)
		.where("id", "=", stepId)
		.execute();
	if (place !== undefined) await moveBefore(writer, dealId, stepId, place);
	const fields = [...Object.keys(given), ...(place === undefined ? [] : ["order"])];
	await tellOfRoom(writer, dealId, "deal.step_changed", { stepId, fields });
	return "done";
}

/** Takes a step out. Null where there is none. */
export async function removePlanStep(writer: Writer, dealId: string, stepId: string): Promise<"done" | null> {
	const gone = await writer.trx
		.deleteFrom("plan_steps")
		.where("deal_id", "=", dealId)
		.where("id", "=", stepId)
		.returning("title")
		.executeTakeFirst();
	if (!gone) return null;
	await tellOfRoom(writer, dealId, "deal.step_removed", { stepId, title: gone.title });
	return "done";
}

/** Counts the steps through anew, with this one in front of `place` (null: last). */
async function moveBefore({ trx }: Writer, dealId: string, stepId: string, place: string | null): Promise<void> {
	const steps = await trx
		.selectFrom("plan_steps")
		.select("id")
		.where("deal_id", "=", dealId)
		.orderBy("position")
		.orderBy("id")
		.forUpdate()
		.execute();
	const order = steps.map((s) => s.id).filter((id) => id !== stepId);
	const at = place === null ? order.length : order.indexOf(place);
	order.splice(at < 0 ? order.length : at, 0, stepId);
	await sql`update plan_steps p set position = x.n from unnest(${order}::uuid[]) with ordinality x(id, n)
		where p.deal_id = ${dealId}::uuid and p.id = x.id`.execute(trx);
}

/** A step is done by one of ours or by one of theirs. */
function ownersOf(side: "ours" | "theirs", ownerId: string | null, contactId: string | null) {
	return side === "ours" ? { owner_id: ownerId, contact_id: null } : { owner_id: null, contact_id: contactId };
}

async function requirePeople(
	{ trx }: Writer,
	{ ownerId, contactId }: { ownerId?: string | null | undefined; contactId?: string | null | undefined },
): Promise<void> {
	const missing = (path: string) =>
		new CourtsideError("unprocessable", `${path}: there is no such person.`, {
			errors: [{ path, message: "no such person" }],
		});
	if (ownerId) {
		const user = await trx.selectFrom("users").select("id").where("id", "=", ownerId).executeTakeFirst();
		if (!user) throw missing("ownerId");
	}
	if (contactId) {
		const contact = await trx.selectFrom("contacts").select("id").where("id", "=", contactId).executeTakeFirst();
		if (!contact) throw missing("contactId");
	}
}
