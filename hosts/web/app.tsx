import { FluentProvider } from "@fluentui/react-components";
import { Component, type ReactNode, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Me } from "../../core/contract/people.ts";
import { direction, type Locale, pickLocale } from "../../core/words/locales.ts";
import { createWords, type Words } from "../../core/words/words.ts";
import { SpeechProvider, useSpeech } from "../kit/kit-words.tsx";
import { loadWords } from "../kit/load-words.ts";
import { Skeleton, StateNotice } from "../kit/state-notice.tsx";
import type { Live } from "./live.ts";
import { keepLook, keptLook, onSystemLook, readKept, systemLook, themes, writeKept } from "./look.ts";
import { pageAt } from "./page-at.tsx";
import { StartPage } from "./pages/start.tsx";
import { MeProvider, type Portal, PortalProvider } from "./portal-context.tsx";
import { usePlace } from "./router.tsx";
import type { PortalSession } from "./session.ts";
import { Shell } from "./shell.tsx";

const KEPT_LOCALE = "courtside.locale";
/** Where mailed links lead. */
const BY_LINK: ReadonlySet<string> = new Set(["/start/join", "/start/reset", "/start/single-sign-on"]);

/** The portal: look, language, session, then either the start page or the page of the address in its frame. */
export function App({ session, live }: { session: PortalSession; live: Live }) {
	const standing = useSyncExternalStore(session.subscribe, session.standing);
	const me = standing.kind === "in" ? standing.me : null;
	const { path } = usePlace();
	// A mailed link may be for somebody else than who is signed in here.
	const byLink = BY_LINK.has(path);
	const [look, setLook] = useState(keptLook);
	const shown = useSyncExternalStore(onSystemLook, () => (look === "system" ? systemLook() : look));
	const [wanted, setWanted] = useState(() => readKept(KEPT_LOCALE));
	// What was chosen here, else what this browser speaks, else the person's own in the workspace.
	const wish = pickLocale(wanted ?? [...navigator.languages, me?.locale ?? "en"].join(","));
	const { locale, words } = useWords(wish);
	// Numbers come worded from the server, so a page waits for its language rather than speak two.
	const ready = locale === wish;

	useEffect(() => {
		if (me) live.start();
		else live.stop();
	}, [me, live]);
	useEffect(() => {
		document.documentElement.lang = locale === "en-XB" ? "en" : locale;
		document.documentElement.dir = direction(locale);
		document.documentElement.dataset["locale"] = locale;
		document.documentElement.dataset["look"] = shown;
	}, [locale, shown]);

	const portal = useMemo<Portal>(
		() => ({
			session,
			live,
			look,
			setLook: (next) => {
				keepLook(next);
				setLook(next);
			},
			setLocale: (next) => {
				writeKept(KEPT_LOCALE, next ?? "");
				setWanted(next);
			},
		}),
		[session, live, look],
	);
	const zone = me?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
	const clockAt = me?.workspace.clockAt ? Date.parse(me.workspace.clockAt) : null;
	return (
		<FluentProvider theme={themes[shown]} dir={direction(locale)} className="portal">
			<SpeechProvider locale={locale} zone={zone} words={words} clockAt={clockAt}>
				<PortalProvider value={portal}>
					<Stumble>
						{standing.kind === "waiting" && <Skeleton lines={6} />}
						{(standing.kind === "out" || (me && byLink)) && (
							<StartPage ended={standing.kind === "out" && standing.ended} />
						)}
						{me && !byLink && (ready ? <Inside key={`${locale}/${me.id}`} me={me} /> : <Skeleton lines={6} />)}
					</Stumble>
				</PortalProvider>
			</SpeechProvider>
		</FluentProvider>
	);
}

function Inside({ me }: { me: Me }) {
	const { path } = usePlace();
	return (
		<MeProvider value={me}>
			<Shell>
				<Suspense fallback={<Skeleton lines={8} />}>{pageAt(path)}</Suspense>
			</Shell>
		</MeProvider>
	);
}

/** The language asked for, once its words have come; until then the one before. */
function useWords(wanted: Locale): { locale: Locale; words: Words } {
	const [held, setHeld] = useState<{ locale: Locale; words: Words }>(() => ({
		locale: "en",
		words: createWords("en", {}),
	}));
	useEffect(() => {
		let current = true;
		loadWords(wanted).then(
			(words) => {
				if (current) setHeld({ locale: wanted, words });
			},
			() => undefined,
		);
		return () => {
			current = false;
		};
	}, [wanted]);
	return held;
}

/** A fault in the drawing of a page: said, with a way on, instead of a white page. */
class Stumble extends Component<{ children: ReactNode }, { fault: Error | null }> {
	override state: { fault: Error | null } = { fault: null };
	static getDerivedStateFromError(fault: Error) {
		return { fault };
	}
	override render() {
		return this.state.fault ? <Stumbled fault={this.state.fault} /> : this.props.children;
	}
}

function Stumbled({ fault }: { fault: Error }) {
	const { t } = useSpeech();
	return (
		<div className="page">
			<StateNotice
				state="error"
				title={t("stumble.title")}
				action={
					<a href="/" className="button-link">
						{t("notFound.home")}
					</a>
				}
			>
				<p>{t("stumble.says")}</p>
				<p className="cs-muted">{fault.message}</p>
			</StateNotice>
		</div>
	);
}
