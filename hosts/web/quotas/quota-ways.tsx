import type { ComponentType } from "react";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { fetchedPage as page } from "../fetched-page.ts";
import { PageWays } from "../page-ways.tsx";
import { useMe } from "../portal-context.tsx";

/** What belongs to quotas, with an address of its own: `/quotas/<id>`. */
interface QuotaPart {
	id: string;
	word: PageWord;
	page: ComponentType;
	/** Without one of them the part is neither offered nor shown. */
	needs: readonly string[];
}

const PARTS: readonly QuotaPart[] = [
	{
		id: "plans",
		word: "quotaPlans.title",
		page: page(() => import("../pages/quota-plans.tsx"), "QuotaPlansPage"),
		needs: ["quotas:write", "quotas:approve"],
	},
	{
		id: "requests",
		word: "quotaRequests.title",
		page: page(() => import("../pages/quota-requests.tsx"), "QuotaRequestsPage"),
		needs: ["quotas:ask"],
	},
	{
		id: "performance",
		word: "watch.title",
		page: page(() => import("../pages/quota-performance.tsx"), "QuotaPerformancePage"),
		needs: ["territories:read"],
	},
	{
		id: "coverage",
		word: "cover.title",
		page: page(() => import("../pages/quota-coverage.tsx"), "QuotaCoveragePage"),
		needs: ["territories:read"],
	},
	{
		id: "potential",
		word: "potential.title",
		page: page(() => import("../pages/quota-potential.tsx"), "QuotaPotentialPage"),
		needs: ["territories:read"],
	},
];

const QuotaPlanPage = page(() => import("../pages/quota-plan.tsx"), "QuotaPlanPage");

/** The page of `/quotas/<id>`: a part, else the plan of that id. */
export function QuotaPlace({ id }: { id: string }) {
	const me = useMe();
	const part = PARTS.find((p) => p.id === id && isOpen(p, me.permissions));
	return part ? <part.page /> : <QuotaPlanPage id={id} />;
}

/** The ways between the parts: stands above each. */
export function QuotaWays() {
	const { t } = useSpeech();
	const me = useMe();
	const ways = [
		{ to: "/quotas", word: "quotaPage.now" as PageWord },
		...PARTS.filter((p) => isOpen(p, me.permissions)).map(({ id, word }) => ({ to: `/quotas/${id}`, word })),
	];
	return <PageWays label={t("nav.quotas")} ways={ways} />;
}

function isOpen({ needs }: QuotaPart, permissions: readonly string[]): boolean {
	return needs.some((need) => permissions.includes(need));
}
