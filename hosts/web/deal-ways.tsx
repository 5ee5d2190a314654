import { useSpeech } from "../kit/kit-words.tsx";
import { fetchedPage as page } from "./fetched-page.ts";
import { PageWays } from "./page-ways.tsx";
import { usePlace, withQuery } from "./router.tsx";

const DealPage = page(() => import("./pages/deal.tsx"), "DealPage");
const DealEndingsPage = page(() => import("./pages/deal-endings.tsx"), "DealEndingsPage");
const DealDriversPage = page(() => import("./pages/deal-drivers.tsx"), "DealDriversPage");

/** The page of `/deals/<id>`: what is about all deals, else the deal of that id. */
export function DealPlace({ id }: { id: string }) {
	if (id === "drivers") return <DealDriversPage />;
	return id === "endings" ? <DealEndingsPage /> : <DealPage id={id} />;
}

/** What the list has and the board has not, or the other way round. */
const OWN = {
	stage: null,
	pipelineId: null,
	stageId: null,
	status: null,
	sort: null,
	columns: null,
	from: null,
	to: null,
	by: null,
};

/** The same deals as a list or as a board, what both filter by goes along; what separates won from lost, and what was won and lost. */
export function DealWays() {
	const { t } = useSpeech();
	const place = usePlace();
	const to = (path: string) => withQuery({ ...place, path }, OWN);
	return (
		<PageWays
			label={t("deals.ways")}
			ways={[
				{ to: to("/deals"), word: "deals.asList" },
				{ to: to("/board"), word: "deals.asBoard" },
				{ to: to("/deals/drivers"), word: "drivers.title" },
				{ to: to("/deals/endings"), word: "endings.title" },
			]}
		/>
	);
}
