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
