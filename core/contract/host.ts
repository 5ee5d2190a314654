import type { Entity, JsonValue } from "../model/change.ts";
import type { Instant } from "../model/instant.ts";
import type { ChatDoor, ChatPorts } from "./chat.ts";
import type { HostAbout, Lack, Pulse, RemovedFields, SourceHistory, SourceReport, Tested } from "./host-about.ts";
import type { AccountsDoor, VendorApp } from "./host-accounts.ts";
import type { HostSetting } from "./host-setting.ts";
import type { Listen, Sync } from "./host-sync.ts";
import type { PanelDoor } from "./panel-door.ts";
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

/**
 * The kinds of records that vendors tell of. A `pipeline` carries its stages, a `team` its `name`,
 * `memberExternalIds` and the `parentExternalId` that it lies beneath, a `rate` the value of one unit of `from` in `to` since the day `validFrom`, as a decimal.
 */
export type HostEntity =
	| Extract<Entity, "account" | "contact" | "lead" | "deal" | "product" | "line_item" | "activity" | "user">
	| "pipeline"
	| "team"
	| "rate";

/** A vendor's record in the house's words: one canonical change, to be applied idempotently, in whatever order they come. */
export interface CanonicalChange {
	entity: HostEntity;
	/** The vendor's id of the record; `external_ids` finds ours. */
	externalId: string;
	/**
	 * Canonical camelCase fields; references to other records are external ids as `accountExternalId`, `ownerEmail`,
	 * `stageName`, `stageExternalId`. What is referred to and not here yet is linked once it comes. `extra` holds the
	 * fields that the house has no name for: name → text.
	 */
	fields: Record<string, JsonValue>;
	/** The record is gone at the vendor; `fields` is empty. */
	deleted?: true;
	/** It is gone because it became part of this one, which takes over what pointed to it. Only with `deleted`. */
	mergedInto?: string;
	/** Its person wants to be forgotten: what others say of them goes too. Only with `deleted`. */
	erased?: true;
	/**
	 * Only what stands beside the record in `extra`, told by another record of the vendor's: it joins what is there,
	 * however much later the record itself was last told.
	 */
	beside?: true;
	/**
	 * The record as it stands at the vendor, read whole: where the vendor's stamps tell seconds only, of two changes in one
	 * second the one read last holds.
	 */
	standing?: true;
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
	/** The vendor's account that it reaches, as far as that was proven; null before. */
	account: string | null;
}

/**
 * A folder of the workspace's own for hosts that speak through files. Paths are `/`-separated names beneath it; one that
 * would lead out of it, through a link or beyond the size limit throws CourtsideError.
 */
export interface HostFiles {
	/** Where it lies, for a person. */
	where(): Promise<string>;
	/** Names of files in a folder beneath, in order of code points; none where it is not there. */
	list(folder: string): Promise<string[]>;
	/** The text of a file; null where there is none. */
	read(path: string): Promise<string | null>;
	/** Puts a file there as a whole, or in place of the one that is. */
	write(path: string, text: string): Promise<void>;
}

/** What a host may use. The server implements it; a host never sees the database. Everything is bound to one tenant. */
export interface Ports {
	log: { info(message: string, data?: object): void; warn(message: string, data?: object): void };
	fetch: typeof fetch;
	now(): Instant;
	secrets: {
		get(name: string): Promise<string | null>;
		set(name: string, value: string): Promise<void>;
		/**
		 * The secret as it is while `isFresh`, else what `renew` makes of it, kept. However many ask in however many
		 * processes, one renews at a time and the others get what it got: a refresh token is spent once.
		 */
		refresh(
			name: string,
			given: { isFresh(value: string): boolean; renew(value: string | null): Promise<string> },
		): Promise<string>;
		/** All whose names begin so. */
		list(prefix: string): Promise<Record<string, string>>;
		remove(name: string): Promise<void>;
	};
	/** For hosts of conversations. */
	chat: ChatPorts;
	installations: {
		current(): Promise<Installation | null>;
		/**
		 * Writes down which of the vendor's accounts this workspace reaches, once the vendor itself has said so. An account
		 * belongs to one workspace: false where another has it.
		 */
		claim(account: string): Promise<boolean>;
	};
	/** The server's own app at this vendor; null where there is none. */
	app: VendorApp | null;
	cursors: { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };
	inbox: { put(deliveryKey: string, request: SignedRequest): Promise<"new" | "seen"> };
	outbox: { put(kind: string, dedupKey: string, payload: JsonValue): Promise<void> };
	enqueue(name: string, payload: JsonValue): Promise<void>;
	/** Paces calls of this workspace by the limits in `about`, over all processes where there is Redis. */
	limiter: {
		/** Resolves when the call may be made. */
		take(key: string, cost?: number): Promise<void>;
		/** The vendor said to wait: nobody gets through under this key before. */
		penalize(key: string, until: Instant): Promise<void>;
	};
	files: HostFiles;
	views: { deal(id: string): Promise<View | null>; lead(id: string): Promise<View | null> };
}

/**
 * How the write of one thing ended. `before`: what stood there just before, for those fields of a write-back that could
 * be read; an undo needs it. `left`: fields that were not written, each with why, while the others were. `externalId`: the
 * vendor's id of what was made anew. `retry`: another
 * try may do. `retryAfterMs` is the vendor's own wish and holds back everything that goes to it from this workspace.
 */
export type Written =
	| { ok: true; before?: Record<string, JsonValue>; left?: Record<string, LeftField>; externalId?: string }
	| { ok: false; retry: boolean; reason: string; retryAfterMs?: number };

/** A field that was not written. `changed`: its `expected` value did not hold; `now` is what stands there instead. */
export interface LeftField {
	reason: string;
	changed?: true;
	now?: JsonValue;
}

/** The kinds of records that we write to a vendor. A `task` is what a seller agreed to in a meeting: we make it there. */
export type WriteBackEntity = Extract<Entity, "deal" | "lead" | "account"> | "task";

/**
 * New values for one record of a vendor. Fields bear our names: those of `COURTSIDE_FIELDS` and `NATIVE_FIELDS` in
 * `write-back-fields.ts`. With `expected` a field is written only where that value still stands there (JSON equality).
 * A task whose `title` is null is taken away, if nothing of it was changed there.
 */
export interface WriteBack {
	/** The same at each try, so that a vendor that can may count it once. */
	dedupKey: string;
	entity: WriteBackEntity;
	externalId: string;
	/**
	 * The vendor does not have it yet and is to make it, once: an earlier try may have. `externalId` then is our id of it,
	 * which the vendor's record is to carry (`task-mark.ts`), so that the host knows it again.
	 */
	isNew?: true;
	fields: Record<string, JsonValue>;
	expected?: Record<string, JsonValue>;
}

/** Which field of the vendor each of ours is written to, as the workspace's administrator chose: our name → theirs. */
export type WriteBackNames = Readonly<Record<WriteBackEntity, Readonly<Record<string, string>>>>;

/** A field of the vendor's that ours may be written to. */
export interface VendorField {
	name: string;
	label: string;
	type: "text" | "number" | "date" | "datetime" | "choice" | "reference" | "other";
	writable: boolean;
}

/**
 * How a vendor takes numbers and fields from us. Everything is idempotent: a crash repeats it. A host's writes must be
 * recognisable as ours when they come back as changes; the server drops those whose values are the ones it wrote.
 */
export interface WriteBackDoor {
	/** Records of one kind that the vendor takes in one call. */
	most: number;
	/** The vendor's fields that we write to unless the administrator says otherwise: our name → theirs. */
	names: WriteBackNames;
	/** What stands at the vendor now, by our field names, in the order asked; null for a record that is gone. Absent where
	 * it cannot be asked: then a preview shows what we last wrote, and undo relies on `expected`. */
	read?(
		records: readonly { entity: WriteBackEntity; externalId: string; fields: readonly string[] }[],
		given: { names: WriteBackNames; ports: Ports },
	): Promise<(Record<string, JsonValue> | null)[]>;
	/** Writes up to `most` records of one kind; an outcome for each, in their order. Throws only when the call as a whole
	 * failed: then all are tried again. */
	write(records: readonly WriteBack[], given: { names: WriteBackNames; ports: Ports }): Promise<Written[]>;
	/** The vendor's fields, for the choice of where to write. Absent: the administrator types names. */
	fields?(entity: WriteBackEntity, ports: Ports): Promise<VendorField[]>;
	/** Makes the fields named Courtside where the vendor lets us. Called before the first run and after a change of choice. */
	prepare?(fields: Readonly<Record<WriteBackEntity, readonly string[]>>, ports: Ports): Promise<void>;
}

/** What a caller is answered. */
export interface Handled {
	status: number;
	body?: JsonValue;
	headers?: Readonly<Record<string, string>>;
}

/** What `map` may know besides the record: the connection's settings, as a custom field mapping. */
export interface MapGiven {
	settings: Readonly<Record<string, JsonValue>>;
}

/**
 * One vendor, as a record of few small functions. `verify`, `split`, `map` and `present` are pure; all others are vendor
 * I/O and reach it through the ports they are handed. `Surface` is what the vendor draws.
 */
export interface Host<Surface = unknown> {
	id: string;
	/** Settings it reads from the installation, in the order in which a person fills them in. */
	config: readonly HostSetting[];
	verify(request: SignedRequest, given: { now: Instant; keys: string[] }): Verified;
	/** The records of a delivery's body, each as `map` takes it. Absent: the body is one record. */
	split?(body: unknown): unknown[];
	/** Canonical changes of one record as the vendor sends it. Throws CourtsideError that says what will not do. */
	map(raw: unknown, given: MapGiven): CanonicalChange[];
	/** Which record it is, as far as can be told of one that `map` refuses. Pure. */
	identify?(raw: unknown): { entity: string; externalId: string } | null;
	present(view: View): Surface;
	/** Where the real surface can be looked at outside the vendor, beside a record of the vendor's; null: nowhere. */
	preview?(given: {
		kind: "deal" | "lead";
		externalId: string;
		email: string;
		locale: string;
		settings: Readonly<Record<string, JsonValue>>;
	}): string | null;
	/** Sends one message. Numbers and fields of records go through `writeBack`. */
	write(change: Outgoing, ports: Ports): Promise<Written>;
	/** Absent where records are not written back to. */
	writeBack?: WriteBackDoor;
	/** Absent where the vendor pushes everything. */
	sync?: Sync<Ports>;
	/** Absent where the vendor tells of changes by calling us, or not at all. */
	listen?: Listen<Ports>;
	/** Without a `body` the answer is empty. */
	handle(request: SignedRequest, ports: Ports): Promise<Handled>;
	/** Absent where people are not spoken to. */
	chat?: ChatDoor;
	/** Where one app serves many of the vendor's accounts. Absent: each workspace has an app of its own. */
	accounts?: AccountsDoor;
	/** Absent where no pages of ours live inside the vendor's meetings. */
	panel?: PanelDoor;
	about: HostAbout;
	/** Tries the connection for real. */
	test?(ports: Ports): Promise<Tested>;
	/** The source's own counts; null where it has none now. */
	report?(ports: Ports): Promise<SourceReport | null>;
	history?(ports: Ports): Promise<SourceHistory>;
	/** The fields that the vendor has on a kind of record, to hold a mapping against. Absent: it cannot be asked. */
	fieldsOf?(entity: "account" | "contact" | "deal" | "lead", ports: Ports): Promise<VendorField[]>;
	/** How much of the vendor's allowance is used, and whether we hear of changes as they are made. */
	pulse?(ports: Ports): Promise<Pulse>;
	/** What this account's plan or rights lack, and what we do instead. */
	lacks?(ports: Ports): Promise<Lack[]>;
	/** Gives our rights back at the vendor (revokes tokens). The server forgets the secrets after. */
	disconnect?(ports: Ports): Promise<void>;
	/** Takes our fields away from the vendor's records. */
	removeFields?(ports: Ports): Promise<RemovedFields>;
}
