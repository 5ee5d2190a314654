/** Whom we meet in deals. */
export interface Competitor {
	id: string;
	name: string;
	/** Other spellings heard in meetings and seen in files. */
	aliases: string[];
}

/** Something a rep can say or send: a battlecard against a competitor, or a line of a playbook for a stage. */
export interface Content {
	id: string;
	kind: "battlecard" | "playbook_line" | "document";
	title: string;
	body: string;
	competitorId: string | null;
	stageId: string | null;
	locale: string;
}
