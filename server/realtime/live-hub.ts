import type { Logger } from "pino";
import { type EventJson, event as eventSchema } from "../../core/contract/events.ts";
import type { Database } from "../db/connect.ts";
import { MANY } from "../events/sinks.ts";
import type { Fanout, Message } from "../fanout/fanout.ts";
import type { Permission } from "../policy/permissions.ts";
import type { Principal } from "../policy/principal.ts";
import { type Leaders, leadersOf, seesOwner } from "../policy/scope.ts";

/** An open page. */
export interface Listener {
	/** Asked for every event, so that a changed role holds for pages that are open. */
	principal(): Principal;
	hear(event: EventJson): void;
	/** No more will come: the page should connect again. */
	end(): void;
}

/** The open pages of this process. */
export interface LiveHub {
	/** Adds a page; call the answer when it is gone. */
	join(tenantId: number, listener: Listener): () => void;
	/** Ends all, and every one that comes later. */
	close(): void;
}

/** Who may hear of what, besides owners of deals and leads. */
const NEEDS: Readonly<Record<string, Permission>> = {
	deal: "deals:read",
	lead: "leads:read",
	territory: "territories:read",
	"territory-plan": "territories:plan",
	forecast: "forecasts:read",
	quality: "quality:read",
	content: "content:read",
	import: "imports:read",
	sync: "connections:read",
	connection: "connections:read",
	workspace: "workspace:read",
	people: "people:read",
	webhook: "webhooks:read",
	team: "people:read",
	user: "people:read",
	invitation: "people:write",
};
/** Messages of so long are looked up together: one query for all pages instead of one for each. */
const GATHER_MS = 40;

/** Hands what the fan-out brings to the pages that may see it. An event about a record goes only to those who see its owner's. */
export function openLiveHub(given: {
	database: Pick<Database, "reader">;
	fanout: Pick<Fanout, "subscribe" | "onGap">;
	log: Logger;
}): LiveHub {
	const { database, fanout, log } = given;
	const rooms = new Map<number, { listeners: Set<Listener>; leave: () => void; gathered: EventJson[] }>();
	let isClosed = false;

	function endAll(): void {
		for (const room of rooms.values()) for (const listener of [...room.listeners]) listener.end();
	}
	// What was missed is not known, so pages connect again and look at everything anew.
	const forgetGaps = fanout.onGap(endAll);

	function gather(tenantId: number, message: Message): void {
		const room = rooms.get(tenantId);
		const parsed = eventSchema.safeParse(spelled(message));
		if (!room || !parsed.success) return;
		room.gathered.push(parsed.data);
		if (room.gathered.length > 1) return;
		setTimeout(() => {
			const events = room.gathered.splice(0);
			deliver(tenantId, room.listeners, events).catch((err: unknown) => {
				log.warn({ err }, "live messages were not delivered; pages connect again");
				for (const listener of [...room.listeners]) listener.end();
			});
		}, GATHER_MS);
	}

	async function deliver(tenantId: number, listeners: Set<Listener>, events: EventJson[]): Promise<void> {
		const owners = await ownersOf(database, tenantId, events);
		for (const listener of [...listeners]) {
			const principal = listener.principal();
			for (const event of events) if (mayHear(principal, event, owners)) listener.hear(event);
		}
	}

	return {
		join(tenantId, listener) {
			if (isClosed) {
				listener.end();
				return () => {};
			}
			let room = rooms.get(tenantId);
			if (!room) {
				const leave = fanout.subscribe(tenantId, (message) => gather(tenantId, message));
				room = { listeners: new Set(), leave, gathered: [] };
				rooms.set(tenantId, room);
			}
			const { listeners, leave } = room;
			listeners.add(listener);
			return () => {
				if (!listeners.delete(listener) || listeners.size > 0) return;
				leave();
				rooms.delete(tenantId);
			};
		},
		close() {
			isClosed = true;
			forgetGaps();
			endAll();
		},
	};
}

/** What one must hold to hear of a kind of record; null: nobody may. */
export function needToHear(entity: string): Permission | null {
	return NEEDS[entity] ?? null;
}

/** Whether someone may hear of an event, as the database has its record now. */
export async function mayHearOf(
	database: Pick<Database, "reader">,
	principal: Principal,
	event: Pick<EventJson, "entity" | "entityId">,
): Promise<boolean> {
	return mayHear(principal, event, await ownersOf(database, principal.tenantId, [event]));
}

function mayHear(principal: Principal, event: Told, owners: Map<string, Owner>): boolean {
	const permission = NEEDS[event.entity];
	if (!permission || !principal.permissions.has(permission)) return false;
	if ((event.entity !== "deal" && event.entity !== "lead") || event.entityId === MANY) return true;
	const owner = owners.get(event.entityId);
	return owner !== undefined && seesOwner(principal, owner.id, owner.leaders);
}

type Told = Pick<EventJson, "entity" | "entityId">;

/** A record's owner, and who leads them. */
interface Owner {
	id: string | null;
	leaders: Leaders;
}

async function ownersOf(
	database: Pick<Database, "reader">,
	tenantId: number,
	events: readonly Told[],
): Promise<Map<string, Owner>> {
	const owned: { id: string; owner_id: string | null }[] = [];
	const db = database.reader(tenantId);
	for (const [entity, table] of [
		["deal", "deals"],
		["lead", "leads"],
	] as const) {
		const ids = new Set(events.filter((e) => e.entity === entity && e.entityId !== MANY).map((e) => e.entityId));
		if (ids.size === 0) continue;
		const rows = await db
			.selectFrom(table)
			.select(["id", "owner_id"])
			.where("tenant_id", "=", tenantId)
			.where("id", "in", [...ids])
			.execute();
		owned.push(...rows);
	}
	const people = new Set(owned.flatMap((row) => row.owner_id ?? []));
	const leaders = await leadersOf(db, tenantId, [...people]);
	const nobody: Leaders = new Set();
	return new Map(
		owned.map(({ id, owner_id }) => [id, { id: owner_id, leaders: leaders.get(owner_id ?? "") ?? nobody }]),
	);
}

function spelled(message: Message): Record<string, unknown> {
	const { occurredAt, recordedAt } = message;
	return { ...message, occurredAt: iso(occurredAt), recordedAt: iso(recordedAt) };
}

function iso(at: Message[string] | undefined): string | null {
	return typeof at === "number" ? new Date(at).toISOString() : null;
}
