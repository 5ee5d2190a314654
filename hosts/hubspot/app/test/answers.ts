import type { CoachingCard, DealCard, LeadCard, OutlookCard, View } from "@courtside/card-kit/card-answers.ts";
import type { Connection, Grades, WriteBack } from "@courtside/card-kit/settings-answers.ts";

/** A number as our server words it. */
export const view: View = {
	id: "0197-lead",
	kind: "lead",
	title: "Lena Berg",
	value: 71,
	unit: "points",
	interval: null,
	n: 340,
	asOf: "2026-09-15T09:00:00Z",
	direction: null,
	base: null,
	parts: [
		{ code: "fit", value: 40, amount: "+40", text: "works where buyers work" },
		{ code: "behaviour", value: 31, amount: "+31", text: "came back three times" },
	],
	action: { code: "answer_lead", text: "Answer her", why: "she wrote two days ago", line: "You asked about prices" },
	modelVersion: "lead-1",
	state: "ok",
	text: {
		value: "71",
		label: "of 100",
		interval: "62–79",
		sample: "340 leads",
		direction: "",
		state: "",
		how: "How we know",
	},
};
const subject = { id: "1", name: "Lena Berg", url: "https://courtside.example.com/leads/1", lines: ["Hafen AG"] };
const trend = [
	{ at: "2026-09-01T00:00:00Z", value: 60, low: null, high: null, day: "1 Sep", text: "60" },
	{ at: "2026-09-15T00:00:00Z", value: 71, low: null, high: null, day: "15 Sep", text: "71" },
];

export const leadCard: LeadCard = {
	subject,
	score: view,
	grade: null,
	trend,
	others: [{ id: "2", name: "Ada Ek", score: "44", url: "https://courtside.example.com/leads/2" }],
	may: { score: true, route: true },
};
export const noLead: LeadCard = {
	...leadCard,
	subject: null,
	score: null,
	trend: [],
	others: [],
	may: { score: false, route: false },
};
export const dealCard: DealCard = {
	subject,
	chance: { ...view, kind: "deal", unit: "probability", value: 0.62, text: { ...view.text, value: "62 %" } },
	trend,
	may: { score: true },
};
export const coachingCard: CoachingCard = {
	subject,
	chance: dealCard.chance,
	meeting: { id: "m", title: "Negotiation", when: "12 Sep" },
	actions: [{ id: "x", text: "Send the offer", due: "18 Sep" }],
	objections: [{ id: "o", text: "it is too dear" }],
	recent: [{ id: "a", kind: "call", text: "Called about the price", when: "14 Sep" }],
	asOf: "2026-09-15T09:00:00Z",
};
export const outlookCard: OutlookCard = {
	period: "FY2026-Q3",
	url: "https://courtside.example.com/forecast",
	forecast: { ...view, kind: "forecast", unit: "money", value: "1200000", text: { ...view.text, value: "€1.2M" } },
	rows: [{ id: "t", name: "North", value: "€0.7M", interval: "€0.6–0.8M" }],
	territories: [],
	asOf: "2026-09-15T09:00:00Z",
};
export const connection = {
	host: "hubspot",
	name: "HubSpot",
	state: "on",
	failedRecords: 2,
	lastRun: null,
	account: "4242",
} as unknown as Connection;
export const writeBack = {
	host: "hubspot",
	state: "on",
	isConfirmed: true,
	version: 3,
	fields: [
		{ entity: "lead", field: "courtsideScore", kind: "courtside", isChosen: true, vendorField: "courtside_score" },
	],
} as unknown as WriteBack;
export const grades = {
	settings: {
		by: "chance",
		hotFrom: 0.3,
		warmFrom: 0.1,
		hotLeads: 0,
		warmLeads: 0,
		margin: 0,
		rules: [],
		version: "g1",
	},
	bounds: null,
	text: "12 % of 340 open leads are hot",
} as unknown as Grades;
