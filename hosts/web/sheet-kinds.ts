/** What a file may hold, in the words of the API. */
export const SHEET_KINDS = [
	"deal",
	"account",
	"contact",
	"lead",
	"activity",
	"product",
	"line_item",
	"user",
	"stage_history",
	"event_log",
	"quota",
] as const;
