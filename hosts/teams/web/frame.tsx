import {
	FluentProvider,
	type Theme,
	teamsDarkTheme,
	teamsHighContrastTheme,
	teamsLightTheme,
} from "@fluentui/react-components";
import { useEffect, useMemo, useState } from "react";
import { direction, type Locale, pickLocale } from "../../../core/words/locales.ts";
import { createWords, type Words } from "../../../core/words/words.ts";
import { SpeechProvider } from "../../kit/kit-words.tsx";
import { loadWords } from "../../kit/load-words.ts";
import { Skeleton } from "../../kit/state-notice.tsx";
import { Companion } from "./companion.tsx";
import { Gate } from "./gate.tsx";
import { Home } from "./home.tsx";
import { MeetingTab } from "./meeting-tab.tsx";
import { PanelProvider } from "./panel-context.tsx";
import { createPanelSession, type PanelStanding } from "./session.ts";
import { SidePanel } from "./side-panel.tsx";
import { Stage } from "./stage.tsx";
import type { TeamsFrame, TeamsLook } from "./teams.ts";

const THEMES: Readonly<Record<TeamsLook, Theme>> = {
	default: teamsLightTheme,
	dark: { ...teamsDarkTheme, colorNeutralBackground1: "#1f1f1f" },
	contrast: teamsHighContrastTheme,
};
/** The kit's names of the same looks. */
const LOOKS: Readonly<Record<TeamsLook, string>> = { default: "light", dark: "dark", contrast: "contrast" };

/** Everything in the frame: Teams' look and language, who is here, then the page of the place. */
export function Frame({ teams, isCompanion }: { teams: TeamsFrame | null; isCompanion: boolean }) {
	const [look, setLook] = useState<TeamsLook>(teams?.look ?? systemLook());
	const wish = pickLocale(teams?.locale ?? navigator.languages.join(","));
	const said = useWords(wish);
	useEffect(() => teams?.onLook(setLook), [teams]);
	const dir = direction(wish);
	useEffect(() => {
		document.documentElement.lang = wish === "en-XB" ? "en" : wish;
		document.documentElement.dir = dir;
		document.documentElement.dataset["look"] = LOOKS[look];
	}, [wish, dir, look]);
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return (
		<FluentProvider theme={THEMES[look]} dir={dir} className="panel-frame">
			{said ? (
				<SpeechProvider locale={wish} zone={zone} words={said}>
					<Inside teams={teams} isCompanion={isCompanion} locale={wish} />
				</SpeechProvider>
			) : null}
		</FluentProvider>
	);
}

function Inside({ teams, isCompanion, locale }: { teams: TeamsFrame | null; isCompanion: boolean; locale: Locale }) {
	const code = isCompanion ? location.hash.slice(1) : "";
	const session = useMemo(
		() =>
			createPanelSession({
				...(teams && { proof: (ask: boolean) => teams.token(ask) }),
				...(isCompanion && { code }),
				locale: () => locale,
			}),
		[teams, isCompanion, code, locale],
	);
	const [standing, setStanding] = useState<PanelStanding | null>(null);
	const shared = new URLSearchParams(location.search).get("share");
	useEffect(() => {
		// What everybody sees asks nobody who they are.
		if (shared || (!teams && !isCompanion)) return;
		void session.enter().then(setStanding);
	}, [session, teams, isCompanion, shared]);
	if (shared) return <Stage client={session.client} token={shared} />;
	if (!teams && !isCompanion) return <Gate kind="outside" />;
	if (!standing) return <Skeleton lines={6} />;
	if (standing.kind !== "in")
		return (
			<Gate
				{...standing}
				again={(ask) => {
					setStanding(null);
					void session.enter(ask).then(setStanding);
				}}
			/>
		);
	const world = { client: session.client, me: standing.me, teams };
	return (
		<PanelProvider value={world}>
			{isCompanion ? <Companion /> : <PageOf place={teams?.place ?? "personal"} subPage={teams?.subPage ?? null} />}
		</PanelProvider>
	);
}

function PageOf({ place, subPage }: { place: TeamsFrame["place"]; subPage: string | null }) {
	if (place === "panel") return <SidePanel />;
	if (place === "stage") return <Gate kind="nothing-shared" />;
	return place === "meeting-tab" ? <MeetingTab /> : <Home subPage={subPage} />;
}

function systemLook(): TeamsLook {
	return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "default";
}

/** The language's words; null until they have come. */
function useWords(locale: Locale): Words | null {
	const [words, setWords] = useState<Words | null>(null);
	useEffect(() => {
		let isCurrent = true;
		loadWords(locale).then(
			(loaded) => isCurrent && setWords(() => loaded),
			() => isCurrent && setWords(() => createWords("en", {})),
		);
		return () => {
			isCurrent = false;
		};
	}, [locale]);
	return words;
}
