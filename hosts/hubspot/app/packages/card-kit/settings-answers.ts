// Made from core/contract by scripts/write-card-kit.ts; a test says when it is stale.
export type Connection = ConnectionDetail;
export type ConnectionDetail = {
	host: string;
	name: string;
	state: "on" | "paused" | "off";
	can: {
		sync: boolean;
		test: boolean;
		report: boolean;
		writeBack: boolean;
		removeFields: boolean;
	};
	lastRun: SyncRun | null;
	failedRecords: number;
	lastTest: ConnectionTest | null;
	address: string;
	folder: string | null;
	account: string | null;
	byConsent: boolean;
	settings: Array<{
		name: string;
		secret: boolean;
		type: "text" | "pem" | "address" | "id" | "percent" | "switch" | "names";
		label: string;
		hint: string;
		example: string | null;
		isRare: boolean;
		elsewhere: boolean;
		isEnough: boolean;
		isSet: boolean;
		value: unknown;
	}>;
	syncEveryMinutes: number | null;
	scopes: Array<{
		name: string;
		reason: string;
	}>;
	addresses: Array<{
		address: string;
		reason: string;
	}>;
	limits: Array<{
		key: string;
		calls: number;
		perMs: number;
		reason: string;
	}>;
	runs: Array<SyncRun>;
};
export type ConnectionTest = {
	ok: boolean;
	at: string;
	fault: string | null;
	todo: string | null;
};
export type GradeReport = {
	settings: {
		by: "chance" | "capacity";
		hotFrom: number | null;
		warmFrom: number | null;
		hotLeads: number;
		warmLeads: number;
		margin: number;
		rules: Array<{
			id: string;
			label: string;
			grade: "hot" | "warm" | "cold";
			when: Array<Record<string, unknown>>;
		}>;
		version: string;
	};
	updatedAt: string | null;
	bounds: {
		hot: number;
		warm: number;
	} | null;
	ofAll: {
		share: number;
		n: number;
	} | null;
	counts: {
		open: number;
		hot: number;
		warm: number;
		cold: number;
		none: number;
		said: number;
	};
	text: string;
	outcomes: Array<{
		grade: "hot" | "warm" | "cold";
		ended: number;
		converted: number;
		share: number | null;
		interval: {
			low: number;
			high: number;
			level: number;
		} | null;
	}>;
	weeks: Array<{
		at: string;
		hot: number;
		warm: number;
		cold: number;
		isReplayed: boolean;
	}>;
	extraFields: Array<string>;
	asOf: string;
};
export type Grades = GradeReport;
export type SyncRun = {
	id: string;
	host: string;
	kind: "backfill" | "incremental";
	startedBy: "person" | "schedule" | "webhook";
	state: "waiting" | "running" | "done" | "failed" | "cancelled";
	object: string | null;
	done: number;
	total: number | null;
	recordsPerSecond: number | null;
	created: number;
	changed: number;
	unchanged: number;
	failed: number;
	error: string | null;
	createdAt: string;
	startedAt: string | null;
	finishedAt: string | null;
};
export type WriteBack = {
	host: string;
	state: "off" | "preview" | "on" | "paused";
	isConfirmed: boolean;
	version: number;
	fields: Array<WriteBackField>;
	listsVendorFields: boolean;
	waiting: number;
	failed: number;
	held: {
		until: string;
		reason: string;
	} | null;
	preview: WriteRun | null;
};
export type WriteBackField = {
	entity: "deal" | "lead" | "account" | "task";
	field: string;
	kind: "courtside" | "native";
	isChosen: boolean;
	vendorField: string | null;
};
export type WriteBackValue = {
	field: string;
	vendorField: string | null;
	before: string | number | boolean | null;
	after: string | number | boolean | null;
};
export type WriteRun = {
	id: string;
	host: string;
	kind: "full" | "ongoing" | "undo";
	state: "planning" | "preview" | "running" | "done" | "cancelled" | "undone";
	counts: {
		planned: number;
		queued: number;
		written: number;
		failed: number;
		skipped: number;
		dismissed: number;
		undone: number;
	};
	createdAt: string;
	createdBy: string | null;
	confirmedAt: string | null;
	undoes: string | null;
	unlinked: {
		deal: number;
		lead: number;
	};
	samples: Array<{
		entity: "deal" | "lead" | "account" | "task";
		entityId: string;
		name: string;
		externalId: string;
		values: Array<WriteBackValue>;
	}>;
};
