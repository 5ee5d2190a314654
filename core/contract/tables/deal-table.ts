import type { DealJson } from "../deals.ts";
import type { Table } from "./table.ts";

/** The deals. */
export const dealTable: Table<DealJson> = {
	name: "deals",
	word: "nav.deals",
	path: "/opportunities",
	usualSort: "closeDate",
	columns: [
		{ key: "name", word: "deal.name", kind: "text", sorts: true, value: (d) => d.name },
		{ key: "account", word: "deal.account", kind: "text", extra: true, value: (d) => d.account?.name ?? null },
		{ key: "stage", word: "deal.stage", kind: "text", value: (d) => d.stage.name },
		{ key: "status", word: "deal.status", kind: "choice", words: "status", extra: true, value: (d) => d.status },
		{ key: "owner", word: "deal.owner", kind: "text", value: (d) => d.owner?.name ?? null },
		{ key: "amount", word: "deal.amount", kind: "money", sorts: true, value: (d) => d.amount },
		{
			key: "amountReporting",
			word: "deal.amountReporting",
			kind: "money",
			extra: true,
			value: (d) => d.amountReporting,
		},
		{ key: "closeDate", word: "deal.closeDate", kind: "day", sorts: true, value: (d) => d.closeDate },
		{ key: "probability", word: "deal.probability", kind: "estimate", sorts: true, value: (d) => d.probability },
		{
			key: "change",
			word: "deal.changeSince",
			kind: "text",
			sorts: true,
			value: (d) => d.probability?.text.direction || null,
		},
		{ key: "topReason", word: "deal.topReason", kind: "text", extra: true, value: topReason },
		{ key: "nextStep", word: "deal.nextStep", kind: "text", extra: true, value: (d) => d.nextStep },
		{ key: "source", word: "deal.source", kind: "text", extra: true, value: (d) => d.source },
		{ key: "createdAt", word: "deal.created", kind: "moment", sorts: true, extra: true, value: (d) => d.createdAt },
		{ key: "closedAt", word: "deal.closedOn", kind: "moment", extra: true, value: (d) => d.closedAt },
		{ key: "updatedAt", word: "table.updated", kind: "moment", extra: true, value: (d) => d.updatedAt },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (d) => d.id },
	],
	filters: [
		{ name: "search", word: "deals.search", kind: "text", main: true },
		{
			name: "status",
			word: "deal.status",
			kind: "choice",
			main: true,
			usual: "open",
			options: [
				{ value: "open", word: "status.open" },
				{ value: "won", word: "status.won" },
				{ value: "lost", word: "status.lost" },
				{ value: "all", word: "status.all", sends: {} },
			],
		},
		{ name: "stageId", word: "deal.stage", kind: "stage", main: true },
		{ name: "ownerId", word: "deal.owner", kind: "person", main: true },
		{ name: "close", word: "deal.closeDate", kind: "day", main: true },
		{ name: "teamId", word: "table.team", kind: "team" },
		{ name: "amount", word: "deal.amount", kind: "amount" },
		{ name: "probability", word: "deal.probability", kind: "share" },
		{
			name: "moved",
			word: "deal.changeSince",
			kind: "choice",
			options: [
				{ value: "up", word: "deals.movedUp" },
				{ value: "down", word: "deals.movedDown" },
			],
		},
		{ name: "created", word: "deal.created", kind: "day" },
		{ name: "source", word: "deal.source", kind: "text" },
		{ name: "accountId", word: "deal.account", kind: "linked" },
	],
};

/** The reason that weighs most, with its share. */
function topReason({ probability }: DealJson): string | null {
	const [first] = [...(probability?.parts ?? [])].sort((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)));
	return first ? `${first.amount} ${first.text}` : null;
}
