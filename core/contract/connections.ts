import { z } from "zod";
import { SETTING_TYPES } from "./host-setting.ts";
import { id, instant, pageOf, paging } from "./scalars.ts";

/** A connection's place in every path: the host's id. */
export const hostId = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** One run of fetching what a source holds. Counts are of records; `total` null: the source does not tell. */
export const syncRun = z
	.object({
		id,
		host: hostId,
		/** `backfill`: everything from the beginning; `incremental`: what changed since the run before. */
		kind: z.enum(["backfill", "incremental"]),
		startedBy: z.enum(["person", "schedule", "webhook"]),
		state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
		/** What is being fetched now, in the source's words. */
		object: z.string().nullable(),
		done: z.number().int(),
		total: z.number().int().nullable(),
		/** Over the time it has been running. */
		recordsPerSecond: z.number().nullable(),
		created: z.number().int(),
		changed: z.number().int(),
		unchanged: z.number().int(),
		failed: z.number().int(),
		/** Why it failed, or why it is being tried again. */
		error: z.string().nullable(),
		createdAt: instant,
		startedAt: instant.nullable(),
		finishedAt: instant.nullable(),
	})
	.meta({ id: "SyncRun" });
export type SyncRunJson = z.infer<typeof syncRun>;

/** Whether a connection worked when it was last tried. */
export const connectionTest = z
	.object({ ok: z.boolean(), at: instant, fault: z.string().nullable(), todo: z.string().nullable() })
	.meta({ id: "ConnectionTest" });

/** A connection as the list shows it. */
export const connection = z
	.object({
		host: hostId,
		name: z.string(),
		/** `off`: not set up, or disconnected. `paused`: nothing is taken and nothing is sent. */
		state: z.enum(["on", "paused", "off"]),
		can: z.object({
			sync: z.boolean(),
			test: z.boolean(),
			report: z.boolean(),
			writeBack: z.boolean(),
			removeFields: z.boolean(),
		}),
		lastRun: syncRun.nullable(),
		/** Records that could not be stored and wait for a person. */
		failedRecords: z.number().int(),
		lastTest: connectionTest.nullable(),
	})
	.meta({ id: "Connection" });
export type ConnectionJson = z.infer<typeof connection>;

const reasoned = { reason: z.string() };
/** A connection with all that is to know of it. Secrets are never shown, only whether they are there. */
export const connectionDetail = connection
	.extend({
		/** Where a host that calls us does so. */
		address: z.string(),
		/** The folder into which files are put, as the server's own path; null where it takes none. */
		folder: z.string().nullable(),
		/** The vendor's account that it reaches, as far as that was proven. */
		account: z.string().nullable(),
		/** Whether it is connected by the vendor's own page of consent (`POST …/authorize`). */
		byConsent: z.boolean(),
		settings: z.array(
			z.object({
				name: z.string(),
				secret: z.boolean(),
				type: z.enum(SETTING_TYPES),
				/** What it is called, and where to find its value, in the viewer's language. */
				label: z.string(),
				hint: z.string(),
				/** A made-up value as the vendor writes it. */
				example: z.string().nullable(),
				/** Most leave it empty. */
				isRare: z.boolean(),
				/** It is set on a page of its own. */
				elsewhere: z.boolean(),
				/** It alone is enough to connect for a first look. */
				isEnough: z.boolean(),
				isSet: z.boolean(),
				/** Null for a secret, and for one that is not set. */
				value: z.unknown(),
			}),
		),
		/** Minutes between fetches by itself; null: only when asked. */
		syncEveryMinutes: z.number().int().nullable(),
		scopes: z.array(z.object({ name: z.string(), ...reasoned })),
		addresses: z.array(z.object({ address: z.string(), ...reasoned })),
		limits: z.array(z.object({ key: z.string(), calls: z.number(), perMs: z.number(), ...reasoned })),
		/** Newest first, at most twenty. */
		runs: z.array(syncRun),
	})
	.meta({ id: "ConnectionDetail" });
export type ConnectionDetailJson = z.infer<typeof connectionDetail>;

/** PUT /connections/{host}: what is given is changed. A setting that is null is taken away; secrets are written, never read. */
export const updateConnectionRequest = z
	.object({
		state: z.enum(["on", "paused", "off"]).optional(),
		syncEveryMinutes: z.number().int().min(1).max(10_080).nullable().optional(),
		settings: z.record(z.string(), z.unknown()).optional(),
		secrets: z.record(z.string(), z.string().min(1).max(20_000)).optional(),
	})
	.meta({ id: "UpdateConnectionRequest" });

/** POST /connections/{host}/sync. */
export const startSyncRequest = z
	.object({ kind: z.enum(["backfill", "incremental"]).default("incremental") })
	.meta({ id: "StartSyncRequest" });

/** One line of the comparison with the source's own report. */
export const comparedLine = z
	.object({
		/** `rows:deal`, `open:count`, `open:EUR`, `won:count`, `won:EUR`. */
		what: z.string(),
		text: z.string(),
		unit: z.enum(["records", "minor"]),
		currency: z.string().nullable(),
		/** Minor units as text where the unit is minor, else a count as text. Null: the source does not say. */
		source: z.string().nullable(),
		ours: z.string(),
		/** ours − source; null where the source does not say. */
		difference: z.string().nullable(),
		/** What makes the difference, in words, with how much of it (in the line's unit) where that is known. */
		because: z.array(z.object({ text: z.string(), amount: z.string().nullable() })),
	})
	.meta({ id: "ComparedLine" });

/** GET /connections/{host}/report: the source's counts beside ours. */
export const connectionReport = z
	.object({
		/** When the source counted; null: it has no report now. */
		sourceAsOf: instant.nullable(),
		oursAsOf: instant,
		lines: z.array(comparedLine),
		history: z.object({ since: instant.nullable(), note: z.string() }).nullable(),
	})
	.meta({ id: "ConnectionReport" });
export type ConnectionReportJson = z.infer<typeof connectionReport>;

/** A record that could not be stored, as it came. */
export const failedRecord = z
	.object({
		id,
		host: hostId,
		/** What kind of record and which, as far as could be read. */
		object: z.string().nullable(),
		externalId: z.string().nullable(),
		reason: z.string(),
		attempts: z.number().int(),
		/** The record's own text, cut after 20,000 characters. */
		raw: z.string(),
		state: z.enum(["failed", "replaying"]),
		firstFailedAt: instant,
		lastFailedAt: instant,
	})
	.meta({ id: "FailedRecord" });
export type FailedRecordJson = z.infer<typeof failedRecord>;
export const failedRecordPage = pageOf(failedRecord).meta({ id: "FailedRecordPage" });
export const failedRecordQuery = paging.omit({ sort: true });

/** How many records a replay or dismissal of all is about. */
export const recordsTouched = z.object({ records: z.number().int() }).meta({ id: "RecordsTouched" });

/** What taking our fields away from the source came to. */
export const removedFields = z
	.object({ records: z.number().int(), failed: z.array(z.object({ record: z.string(), reason: z.string() })) })
	.meta({ id: "RemovedFields" });

/** POST /connections/{host}/authorize: the vendor's page on which the account's administrator agrees. */
export const consentBegun = z.object({ url: z.string() }).meta({ id: "ConsentBegun" });

/** GET /connections/{host}/lacks: what the account's plan or rights do not give, and what Courtside does instead. */
export const connectionLacks = z
	.object({ items: z.array(z.object({ what: z.string(), instead: z.string() })) })
	.meta({ id: "ConnectionLacks" });

/** GET /connections/{host}/pulse: the vendor's allowance of calls, and whether changes are heard as they are made. */
export const connectionPulse = z
	.object({
		asOf: instant,
		/** Calls of the last 24 hours by all programs; the last share of them, 0 to 1, is left to others. */
		calls: z
			.object({ used: z.number().int(), most: z.number().int(), leftToOthers: z.number().min(0).max(1) })
			.nullable(),
		/** `last`: when the vendor's stream was last seen to stand. Null: it is not listened to. */
		hears: z.object({ last: instant.nullable() }).nullable(),
	})
	.meta({ id: "ConnectionPulse" });

/** What disconnecting came to. */
export const disconnected = z
	.object({
		connection,
		/** False: the vendor could not be reached to take our rights back; `reason` says what to do there by hand. */
		revoked: z.boolean(),
		reason: z.string().nullable(),
	})
	.meta({ id: "Disconnected" });

/** What deleting our copy would take and leave, by kind of record; and whether it is under way. */
export const copyRemoval = z
	.object({
		state: z.enum(["waiting", "running", "done"]).nullable(),
		/** Records that came from this source and nothing else. */
		removes: z.record(z.string(), z.number().int()),
		/** Records that stay, each kind with its reason. */
		stays: z.array(z.object({ object: z.string(), records: z.number().int(), reason: z.string() })),
	})
	.meta({ id: "CopyRemoval" });
export type CopyRemovalJson = z.infer<typeof copyRemoval>;
