// Made from core/contract by scripts/write-card-kit.ts; a test says when it is stale.
export type CoachingCard = {
	subject: {
		id: string;
		name: string;
		url: string;
		lines: Array<string>;
	} | null;
	chance: View | null;
	meeting: {
		id: string;
		title: string;
		when: string;
	} | null;
	actions: Array<{
		id: string;
		text: string;
		due: string;
	}>;
	objections: Array<{
		id: string;
		text: string;
	}>;
	recent: Array<{
		id: string;
		kind: string;
		text: string;
		when: string;
	}>;
	asOf: string;
};
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
	account: string | null;
	byConsent: boolean;
	settings: Array<{
		name: string;
		secret: boolean;
		purpose: string;
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
export type DealCard = {
	subject: {
		id: string;
		name: string;
		url: string;
		lines: Array<string>;
	} | null;
	chance: View | null;
	trend: Array<{
		at: string;
		value: number;
		low: number | null;
		high: number | null;
		day: string;
		text: string;
	}>;
	may: {
		score: boolean;
	};
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
export type LeadCard = {
	subject: {
		id: string;
		name: string;
		url: string;
		lines: Array<string>;
	} | null;
	score: View | null;
	grade: LeadGradeFound | null;
	trend: Array<{
		at: string;
		value: number;
		low: number | null;
		high: number | null;
		day: string;
		text: string;
	}>;
	others: Array<{
		id: string;
		name: string;
		score: string;
		url: string;
	}>;
	may: {
		score: boolean;
		route: boolean;
	};
};
export type LeadGradeFound = {
	grade: "hot" | "warm" | "cold" | null;
	label: string;
	found: "hot" | "warm" | "cold" | null;
	foundBy: "rule" | "chance" | "capacity" | "nothing";
	text: string;
	chance: {
		value: number;
		low: number;
		high: number;
		n: number;
	} | null;
	asOf: string;
	since: string;
	said: {
		grade: "hot" | "warm" | "cold";
		reason: string;
		by: string | null;
		at: string;
		asksAgain: boolean;
	} | null;
};
export type OutlookCard = {
	period: string;
	url: string;
	forecast: View | null;
	rows: Array<{
		id: string;
		name: string;
		value: string;
		interval: string;
	}>;
	territories: Array<{
		id: string;
		name: string;
		owner: string;
		accounts: number;
	}>;
	asOf: string;
};
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
export type View = {
	id: string;
	kind: "deal" | "lead" | "forecast" | "territory" | "pipeline" | "quality" | "meeting" | "coaching";
	title: string;
	value: number | string | null;
	unit: "probability" | "points" | "money" | "days" | "ratio" | "count" | "moneyPerDay";
	currency?: string;
	interval: {
		low: number | string;
		high: number | string;
		level: number;
	} | null;
	n: number;
	asOf: string;
	direction: {
		change: number | string;
		since: string;
	} | null;
	base: ViewPart | null;
	parts: Array<ViewPart>;
	action: {
		code: string;
		text: string;
		why: string;
		line?: string;
	} | null;
	modelVersion: string;
	state: "ok" | "provisional" | "stale" | "empty" | "forbidden" | "error";
	text: {
		value: string;
		label: string;
		interval: string;
		sample: string;
		brief?: string;
		direction: string;
		state: string;
		how: string;
	};
};
export type ViewPart = {
	code: string;
	group?: string;
	value: number | string;
	amount: string;
	text: string;
	raise?: string;
	about?: {
		entity: string;
		id: string;
	};
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
