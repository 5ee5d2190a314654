/** A line of the workspace's content, in use. */
export interface ContentLine {
	id: string;
	kind: "battlecard" | "playbook_line" | "document";
	title: string;
	body: string;
	competitorId: string | null;
	locale: string;
}

/** Words by which a playbook line is for an objection or a thing to learn; titles are in any of our languages. */
const ABOUT: Readonly<Record<string, RegExp>> = {
	price: /price|budget|cost|precio|coste|prix|coût|preis|kosten|מחיר|תקציב|עלות|価格|予算|費用/iu,
	timing: /tim(?:e|ing)|later|plazo|tiempo|délai|temps|zeit|später|זמן|時期|時間/iu,
	authority: /decision|decid|authority|decisi|décision|entscheid|החלט|決裁|決定/iu,
	need: /need|value|pain|necesi|dolor|besoin|valeur|douleur|bedarf|nutzen|schmerz|צורך|ערך|כאב|必要|価値|課題/iu,
	trust:
		/trust|security|risk|confianza|seguridad|confiance|sécurité|vertrauen|sicherheit|risiko|אמון|אבטח|信頼|セキュリティ/iu,
	nextStep: /next step|close|próximo paso|prochaine étape|nächster schritt|הצעד הבא|次の/iu,
};
const OF_SLOT: Readonly<Record<string, string>> = {
	budget: "price",
	metrics: "need",
	pain: "need",
	decisionMaker: "authority",
	decisionProcess: "authority",
	timeline: "timing",
	nextStep: "nextStep",
};

/**
 * The line of the workspace's own content that goes with a tip: the battlecard against the competitor that was named, or
 * the playbook line about what the tip is about; in the meeting's language first. Null: the tip stands alone.
 */
export function tipLine(
	{ kind, params }: { kind: string; params: Record<string, string | number> },
	content: readonly ContentLine[],
	lang: string,
): { id: string; title: string; body: string } | null {
	const inOrder = [...content].sort(
		(a, b) => Number(b.locale === lang) - Number(a.locale === lang) || (a.title < b.title ? -1 : 1),
	);
	const found =
		kind === "competitor"
			? inOrder.find((line) => line.competitorId !== null && line.competitorId === params["competitor"])
			: inOrder.find((line) => line.kind === "playbook_line" && ABOUT[aboutOf(kind)]?.test(line.title));
	return found ? { id: found.id, title: found.title, body: found.body } : null;
}

function aboutOf(kind: string): string {
	const [group, detail = ""] = kind.split(".");
	if (group === "objection") return detail;
	if (group === "slot") return OF_SLOT[detail] ?? "";
	return kind === "buying" || kind === "no-next-step" ? "nextStep" : "";
}
