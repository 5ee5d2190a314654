/**
 * A page of what a vendor holds or changed since. The server maps and applies its records and keeps its cursors in one
 * transaction, then asks for the next page; after a crash the host is asked again and goes on from the cursors it finds.
 */
export interface SyncPage {
	/** What these records are, in the vendor's words: `Opportunity`, `deals`, the name of a file. */
	object: string;
	/** The vendor's records as they came. Each is handed to `map` by itself, so that a bad one holds no other back. */
	records: readonly unknown[];
	/** Where to go on once these are applied. The names are the host's own; those not named stay. */
	cursors: Readonly<Record<string, string>>;
	/** Records of the whole run, where the vendor tells. */
	total?: number;
}

/** What a run gives its host. */
export interface SyncRun {
	/** Aborted when somebody cancels the run or the server stops. */
	signal: AbortSignal;
}

/**
 * The pages of one run, in order. Without cursors it begins at the beginning (a backfill: bulk jobs, whole lists); with
 * them it brings what changed since. A vendor that says that changes were missed (a gap) begins again from a watermark.
 * Throws CourtsideError: `unavailable` is tried again later, anything else ends the run with its message.
 */
export type Sync<P> = (ports: P, run: SyncRun) => AsyncGenerator<SyncPage>;

/** What was heard: pages to be stored as those of a run, in their order and in one transaction. */
export interface HeardPage {
	pages: readonly SyncPage[];
	/** The vendor could not tell all: what changed is to be fetched as well. */
	missed: boolean;
}

/**
 * Listens to the vendor's own stream of changes from the cursors on, until `signal` ends it or the line breaks; nothing
 * heard is an empty list, so that it shows that the line stands. The server calls it again and again while the connection
 * is on, in one process at a time. Throws as {@link Sync} does.
 */
export type Listen<P> = (ports: P, run: SyncRun) => AsyncGenerator<HeardPage>;
