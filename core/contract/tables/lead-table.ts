import { LEAD_GRADES, LEAD_STATUSES } from "../../model/lead.ts";
import type { LeadJson } from "../leads.ts";
import type { Table } from "./table.ts";

/** The leads. */
export const leadTable: Table<LeadJson> = {
	name: "leads",
	word: "nav.leads",
	path: "/leads",
	usualSort: "-score",
	columns: [
		{ key: "name", word: "lead.name", kind: "text", sorts: true, value: (l) => l.name },
		{ key: "company", word: "lead.company", kind: "text", sorts: true, extra: true, value: (l) => l.company },
		{ key: "title", word: "lead.title", kind: "text", extra: true, value: (l) => l.title },
		{ key: "status", word: "lead.status", kind: "choice", words: "leadStatus", value: (l) => l.status },
		{ key: "grade", word: "lead.grade", kind: "choice", words: "leadGrade", value: (l) => l.grade?.grade ?? null },
		{ key: "source", word: "lead.source", kind: "text", value: (l) => l.source },
		{ key: "owner", word: "deal.owner", kind: "text", value: (l) => l.owner?.name ?? null },
		{ key: "createdAt", word: "lead.created", kind: "moment", sorts: true, value: (l) => l.createdAt },
		{ key: "score", word: "lead.score", kind: "estimate", sorts: true, value: (l) => l.score },
		{ key: "email", word: "lead.email", kind: "text", extra: true, value: (l) => l.email },
		{ key: "phone", word: "lead.phone", kind: "text", extra: true, value: (l) => l.phone },
		{ key: "industry", word: "lead.industry", kind: "text", extra: true, value: (l) => l.industry },
		{ key: "country", word: "lead.country", kind: "text", extra: true, value: (l) => l.country },
		{ key: "employees", word: "lead.employees", kind: "number", extra: true, value: (l) => l.employees },
		{ key: "closedAt", word: "lead.closedOn", kind: "moment", extra: true, value: (l) => l.closedAt },
		{ key: "updatedAt", word: "table.updated", kind: "moment", extra: true, value: (l) => l.updatedAt },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (l) => l.id },
	],
	filters: [
		{ name: "search", word: "leads.search", kind: "text", main: true },
		{
			name: "status",
			word: "lead.status",
			kind: "choice",
			main: true,
			usual: "toWork",
			options: [
				{ value: "toWork", word: "leads.toWork", sends: { open: "true" } },
				...LEAD_STATUSES.map((status) => ({ value: status, word: `leadStatus.${status}` })),
				{ value: "all", word: "status.all", sends: {} },
			],
		},
		{
			name: "grade",
			word: "lead.grade",
			kind: "choice",
			options: LEAD_GRADES.map((grade) => ({ value: grade, word: `leadGrade.${grade}` })),
		},
		{ name: "ownerId", word: "deal.owner", kind: "person", main: true },
		{ name: "score", word: "lead.score", kind: "number" },
		{ name: "created", word: "lead.created", kind: "day" },
		{ name: "source", word: "lead.source", kind: "text" },
		{ name: "industry", word: "lead.industry", kind: "text" },
		{ name: "country", word: "lead.country", kind: "text" },
		{ name: "employees", word: "lead.employees", kind: "number" },
	],
};
