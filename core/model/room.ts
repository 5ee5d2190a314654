/** What somebody at the customer is in a deal; one person may be several. */
export const STAKEHOLDER_ROLES = [
	"champion",
	"economic_buyer",
	"decision_maker",
	"technical",
	"user",
	"blocker",
] as const;
export type StakeholderRole = (typeof STAKEHOLDER_ROLES)[number];

/** Without these a deal has a gap: nobody who wants it, nobody who pays, nobody who decides. */
export const NEEDED_ROLES: readonly StakeholderRole[] = ["champion", "economic_buyer", "decision_maker"];

/** How somebody stands to the deal. */
export const STANCES = ["for", "neutral", "against", "unknown"] as const;
export type Stance = (typeof STANCES)[number];

/** Whose a step of the plan is: the seller's or the customer's. */
export const PLAN_SIDES = ["ours", "theirs"] as const;
export const PLAN_STATES = ["open", "done", "dropped"] as const;

/** What a content line did for a deal: it stood there, somebody read it, somebody said or sent it. */
export const CONTENT_USES = ["shown", "opened", "used"] as const;
export type ContentUse = (typeof CONTENT_USES)[number];

/** Somebody from whom nothing came for so long is silent. */
export const SILENT_AFTER_DAYS = 21;

/** Files that a deal's documents may be, by ending. They are handed out as downloads only and never opened here. */
export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
	pdf: "application/pdf",
	docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	odt: "application/vnd.oasis.opendocument.text",
	ods: "application/vnd.oasis.opendocument.spreadsheet",
	odp: "application/vnd.oasis.opendocument.presentation",
	txt: "text/plain",
	md: "text/markdown",
	csv: "text/csv",
	png: "image/png",
	jpg: "image/jpeg",
	jpeg: "image/jpeg",
};
/** Most bytes of a document, and most documents of a deal. */
export const DOCUMENT_BYTES = 25_000_000;
export const DOCUMENTS_MOST = 200;
