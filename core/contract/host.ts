import type { Entity, JsonValue } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";
import type { View } from "./view.ts";

/** A signed request as it arrived; `body` is the raw bytes as text, since signatures are over bytes. */
export interface SignedRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** What a verified request is: whose it is and under which key it counts once. */
export type Verified = { ok: true; deliveryKey: string } | { ok: false; reason: string };

/** A vendor's record in the house's words: one canonical change, to be applied idempotently. */
export interface CanonicalChange {
	entity: Extract<Entity, "account" | "contact" | "lead" | "deal" | "activity" | "user">;
	/** The vendor's id of the record; `external_ids` finds ours. */
	externalId: string;
	/** Canonical camelCase fields; references to other records are external ids as `accountExternalId`, `ownerEmail`, `stageName`. */
	fields: Record<string, JsonValue>;
	/** When the vendor recorded the change. */
	recordedAt: Instant;
}

/** Something to be written to a vendor, taken from the outbox. */
export interface Outgoing {
	id: string;
	kind: string;
	dedupKey: string;
	payload: JsonValue;
}

/** A stored connection of a workspace with a vendor. */
export interface Installation {
	id: string;
	tenantId: number;
	state: "on" | "paused" | "off";
	settings: Record<string, JsonValue>;
}

/** What a host may use. The server implements it; a host never sees the database. Everything is bound to one tenant. */
export interface Ports {
	log: { info(message: string, data?: object): void; warn(message: string, data?: object): void };
	fetch: typeof fetch;
	now(): Instant;
	secrets: { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };
	installations: { current(): Promise<Installation | null> };
	cursors: { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };
	inbox: { put(deliveryKey: string, request: SignedRequest): Promise<"new" | "seen"> };
	outbox: { put(kind: string, dedupKey: string, payload: JsonValue): Promise<void> };
	enqueue(name: string, payload: JsonValue): Promise<void>;
	/** Resolves when the call may be made. */
	limiter: { take(key: string, cost?: number): Promise<void> };
	views: { deal(id: string): Promise<View | null>; lead(id: string): Promise<View | null> };
}

/** How a host's write ended; `retryAfterMs` is the vendor's own wish. */
export type Written = { ok: true } | { ok: false; retry: boolean; reason: string; retryAfterMs?: number };

/**
 * One vendor, as a record of few small functions. `verify`, `map` and `present` are pure; `write`, `sync` and `handle`
 * are the only vendor I/O and reach it through the ports they are handed. `Surface` is what the vendor draws.
 */
export interface Host<Surface = unknown> {
	id: string;
	/** Settings it reads from the installation, each with what it is for. */
	config: readonly { name: string; secret: boolean; purpose: string }[];
	verify(request: SignedRequest, given: { now: Instant; keys: string[] }): Verified;
	map(raw: unknown): CanonicalChange[];
	present(view: View): Surface;
	write(change: Outgoing, ports: Ports): Promise<Written>;
	/** Absent where the vendor pushes everything. */
	sync?(ports: Ports): Promise<{ done: boolean }>;
	handle(request: SignedRequest, ports: Ports): Promise<{ status: number; body: JsonValue }>;
}
