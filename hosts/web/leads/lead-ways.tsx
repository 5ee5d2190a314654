import type { ComponentType } from "react";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { fetchedPage as page } from "../fetched-page.ts";
import { PageWays } from "../page-ways.tsx";
import { useMe } from "../portal-context.tsx";

/** What is about all leads together, with an address of its own: `/leads/<id>`. */
interface LeadPart {
	id: string;
	word: PageWord;
	page: ComponentType;
	/** Without it the part is neither offered nor shown. */
	needs?: string;
}

const PARTS: readonly LeadPart[] = [
	{ id: "grades", word: "grade.title", page: page(() => import("../pages/lead-grades.tsx"), "LeadGradesPage") },
	{ id: "sources", word: "sources.title", page: page(() => import("../pages/lead-sources.tsx"), "LeadSourcesPage") },
	{ id: "marketing", word: "loop.title", page: page(() => import("../pages/closed-loop.tsx"), "ClosedLoopPage") },
	{ id: "scoring", word: "scoring.title", page: page(() => import("../pages/lead-scoring.tsx"), "LeadScoringPage") },
	{
		id: "routing",
		word: "routing.title",
		page: page(() => import("../pages/lead-routing.tsx"), "LeadRoutingPage"),
		needs: "leads:route",
	},
	{ id: "nurture", word: "nurture.title", page: page(() => import("../pages/lead-nurture.tsx"), "LeadNurturePage") },
];

const LeadPage = page(() => import("../pages/lead.tsx"), "LeadPage");

/** The page of `/leads/<id>`: a part that is about all leads, else the lead of that id. */
export function LeadPlace({ id }: { id: string }) {
	const me = useMe();
	const part = PARTS.find((p) => p.id === id && isOpen(p, me.permissions));
	return part ? <part.page /> : <LeadPage id={id} />;
}

/** The ways between the leads and what is about all of them: stands above each. */
export function LeadWays() {
	const { t } = useSpeech();
	const me = useMe();
	const ways = [
		{ to: "/leads", word: "nav.leads" as PageWord },
		...PARTS.filter((p) => isOpen(p, me.permissions)).map(({ id, word }) => ({ to: `/leads/${id}`, word })),
	];
	return <PageWays label={t("nav.leads")} ways={ways} />;
}

function isOpen({ needs }: LeadPart, permissions: readonly string[]): boolean {
	return needs === undefined || permissions.includes(needs);
}
