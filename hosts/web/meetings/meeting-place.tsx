import type { ComponentType } from "react";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { fetchedPage as page } from "../fetched-page.ts";
import { PageWays } from "../page-ways.tsx";
import { useMe } from "../portal-context.tsx";

/** What is about all meetings together, with an address of its own: `/meetings/<id>`. */
interface MeetingPart {
	id: string;
	word: PageWord;
	page: ComponentType;
	/** Without it the part is neither offered nor shown. */
	needs?: string;
	/** Nothing for those who lead nobody. */
	leads?: true;
}

const PARTS: readonly MeetingPart[] = [
	{
		id: "search",
		word: "meetings.search",
		page: page(() => import("../pages/meeting-search.tsx"), "MeetingSearchPage"),
	},
	{ id: "coaching", word: "coaching.title", page: page(() => import("../pages/my-coaching.tsx"), "MyCoachingPage") },
	{
		id: "team",
		word: "teamCoaching.title",
		page: page(() => import("../pages/team-coaching.tsx"), "TeamCoachingPage"),
		leads: true,
	},
	{
		id: "trackers",
		word: "trackers.title",
		page: page(() => import("../pages/trackers.tsx"), "TrackersPage"),
		needs: "coaching:write",
	},
];

const MeetingPage = page(() => import("../pages/meeting.tsx"), "MeetingPage");

/** The page of `/meetings/<id>`: a part that is about all of them, else the meeting of that id. */
export function MeetingPlace({ id }: { id: string }) {
	const me = useMe();
	const part = PARTS.find((p) => p.id === id && isOpen(p, me));
	return part ? <part.page /> : <MeetingPage id={id} />;
}

/** The ways between the meetings and what is about all of them. */
export function MeetingWays() {
	const { t } = useSpeech();
	const me = useMe();
	const ways = [
		{ to: "/meetings", word: "meetings.title" as PageWord },
		...PARTS.filter((p) => isOpen(p, me)).map(({ id, word }) => ({ to: `/meetings/${id}`, word })),
	];
	return <PageWays label={t("meetings.title")} ways={ways} />;
}

function isOpen(
	{ needs, leads }: MeetingPart,
	{ permissions, role }: Pick<ReturnType<typeof useMe>, "permissions" | "role">,
): boolean {
	return (needs === undefined || permissions.includes(needs)) && (leads === undefined || role !== "rep");
}
