import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ArrowUploadRegular } from "@fluentui/react-icons/svg/arrow-upload";
import { BookOpenRegular } from "@fluentui/react-icons/svg/book-open";
import { BuildingRegular } from "@fluentui/react-icons/svg/building";
import { ChatMultipleRegular } from "@fluentui/react-icons/svg/chat-multiple";
import { ClipboardCheckmarkRegular } from "@fluentui/react-icons/svg/clipboard-checkmark";
import { ClipboardTaskRegular } from "@fluentui/react-icons/svg/clipboard-task";
import { DataTrendingRegular } from "@fluentui/react-icons/svg/data-trending";
import { GridRegular } from "@fluentui/react-icons/svg/grid";
import { HandshakeRegular } from "@fluentui/react-icons/svg/handshake";
import { HistoryRegular } from "@fluentui/react-icons/svg/history";
import { HomeRegular } from "@fluentui/react-icons/svg/home";
import { MailRegular } from "@fluentui/react-icons/svg/mail";
import { MapRegular } from "@fluentui/react-icons/svg/map";
import { NavigationRegular } from "@fluentui/react-icons/svg/navigation";
import { PeopleRegular } from "@fluentui/react-icons/svg/people";
import { PersonRegular } from "@fluentui/react-icons/svg/person";
import { PersonSearchRegular } from "@fluentui/react-icons/svg/person-search";
import { PlugConnectedRegular } from "@fluentui/react-icons/svg/plug-connected";
import { PulseRegular } from "@fluentui/react-icons/svg/pulse";
import { SettingsRegular } from "@fluentui/react-icons/svg/settings";
import { SignOutRegular } from "@fluentui/react-icons/svg/sign-out";
import { TargetRegular } from "@fluentui/react-icons/svg/target";
import { type ComponentType, type ReactNode, useSyncExternalStore } from "react";
import { dateIn } from "../../core/model/instant.ts";
import type { PageWord } from "../../core/words/english.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { OfflineBanner } from "./offline/offline-banner.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { Link, navigate, usePlace } from "./router.tsx";
import { SearchField, SearchWay } from "./search/search-field.tsx";
import { StoryStrip } from "./story-strip.tsx";

interface Way {
	to: string;
	word: PageWord;
	icon: ComponentType<{ "aria-hidden"?: boolean }>;
	/** Another address of the same: it stands for both. */
	also?: string;
	/** Without it the entry is left out. */
	needs?: string;
}

/** What people sell with. */
const SELLING: Way[] = [
	{ to: "/", word: "nav.home", icon: HomeRegular },
	{ to: "/deals", word: "nav.deals", icon: HandshakeRegular, also: "/board" },
	{ to: "/forecast", word: "nav.forecast", icon: DataTrendingRegular },
	{ to: "/pipeline", word: "nav.pipeline", icon: PulseRegular },
	{ to: "/leads", word: "nav.leads", icon: PeopleRegular },
	{ to: "/meetings", word: "nav.meetings", icon: ChatMultipleRegular, also: "/live", needs: "meetings:read" },
	{ to: "/quotas", word: "nav.quotas", icon: TargetRegular, needs: "quotas:read" },
	{ to: "/accounts", word: "nav.accounts", icon: BuildingRegular },
	{ to: "/content", word: "nav.content", icon: BookOpenRegular, needs: "content:read" },
];
/** What those who run the workspace look after. */
const RUNNING: Way[] = [
	{ to: "/territories", word: "nav.territories", icon: MapRegular, needs: "territories:plan" },
	{ to: "/import", word: "nav.import", icon: ArrowUploadRegular, needs: "imports:read" },
	{ to: "/connections", word: "nav.connections", icon: PlugConnectedRegular, needs: "connections:read" },
	{ to: "/people", word: "nav.people", icon: PersonSearchRegular, needs: "people:match" },
	{ to: "/quality", word: "nav.quality", icon: ClipboardCheckmarkRegular, needs: "quality:read" },
	{ to: "/audit", word: "nav.audit", icon: HistoryRegular, needs: "audit:read" },
	{ to: "/jobs", word: "nav.jobs", icon: ClipboardTaskRegular, needs: "jobs:read" },
	{ to: "/mailbox", word: "nav.mailbox", icon: MailRegular, needs: "people:write" },
	{ to: "/gallery", word: "nav.gallery", icon: GridRegular, needs: "deals:read" },
	{ to: "/settings", word: "nav.settings", icon: SettingsRegular },
];
/** How many ways stand in the bar of a narrow page; the rest is in its menu. */
const IN_BAR = 4;

/** The frame of every page behind sign-in: skip link, bar with workspace and person, ways, the page. */
export function Shell({ children }: { children: ReactNode }) {
	const { t } = useSpeech();
	const me = useMe();
	const open = (ways: Way[]) => ways.filter((way) => !way.needs || me.permissions.includes(way.needs));
	const [selling, running] = [open(SELLING), open(RUNNING)];
	return (
		<div className="shell">
			<a className="skip" href="#main">
				{t("shell.skip")}
			</a>
			<TopBar />
			<nav className="ways" aria-label={t("shell.ways")}>
				<div className="ways-all">
					<ul>
						{selling.map((way, i) => (
							<li key={way.to} className={i >= IN_BAR ? "not-in-bar" : undefined}>
								<WayLink way={way} />
							</li>
						))}
						<li className="bar-only">
							<MoreWays ways={[...selling.slice(IN_BAR), ...running]} />
						</li>
					</ul>
					<ul className="ways-running" aria-label={t("shell.running")}>
						{running.map((way) => (
							<li key={way.to}>
								<WayLink way={way} />
							</li>
						))}
					</ul>
				</div>
			</nav>
			<main id="main" tabIndex={-1}>
				<OfflineBanner />
				{me.workspace.isDemo && <StoryStrip />}
				{children}
			</main>
		</div>
	);
}

function isAt(path: string, way: Way): boolean {
	return way.to === "/" ? path === "/" : path === way.to || path === way.also || path.startsWith(`${way.to}/`);
}

function WayLink({ way }: { way: Way }) {
	const { t } = useSpeech();
	const { path } = usePlace();
	const Icon = way.icon;
	return (
		<Link to={way.to} className="way" aria-current={isAt(path, way) ? "page" : undefined}>
			<Icon aria-hidden />
			<span>{t(way.word)}</span>
		</Link>
	);
}

function MoreWays({ ways }: { ways: Way[] }) {
	const { t } = useSpeech();
	return (
		<Menu>
			<MenuTrigger disableButtonEnhancement>
				<button type="button" className="way">
					<NavigationRegular aria-hidden />
					<span>{t("nav.more")}</span>
				</button>
			</MenuTrigger>
			<MenuPopover>
				<MenuList>
					{ways.map((way) => (
						<MenuItem key={way.to} icon={<way.icon />} onClick={() => navigate(way.to)}>
							{t(way.word)}
						</MenuItem>
					))}
				</MenuList>
			</MenuPopover>
		</Menu>
	);
}

function TopBar() {
	const { t, locale } = useSpeech();
	const me = useMe();
	const { session } = usePortal();
	const { workspace } = me;
	return (
		<header className="top">
			<Link to="/" className="brand">
				{t("app.name")}
			</Link>
			<span className="top-workspace">
				{workspace.name}
				{workspace.clockAt && (
					<span className="cs-muted top-clock">
						{t("shell.clock", { when: formatDay(dateIn(workspace.zone, Date.parse(workspace.clockAt)), locale) })}
					</span>
				)}
			</span>
			<SearchField />
			<SearchWay />
			<HearingMark />
			<Menu>
				<MenuTrigger disableButtonEnhancement>
					<Button appearance="subtle" icon={<PersonRegular />} aria-label={t("shell.person", { name: me.name })}>
						<span className="top-name">{me.name}</span>
					</Button>
				</MenuTrigger>
				<MenuPopover>
					<MenuList>
						<MenuItem icon={<SettingsRegular />} onClick={() => navigate("/settings")}>
							{t("nav.settings")}
						</MenuItem>
						<MenuItem
							icon={<SignOutRegular />}
							onClick={() => {
								void session.leave().then(() => navigate("/"));
							}}
						>
							{workspace.isDemo ? t("shell.otherPerson") : t("shell.signOut")}
						</MenuItem>
					</MenuList>
				</MenuPopover>
			</Menu>
		</header>
	);
}

/** Says quietly whether the page moves by itself. */
function HearingMark() {
	const { t } = useSpeech();
	const { live } = usePortal();
	const hearing = useSyncExternalStore(live.onHearing, live.hearing);
	if (hearing === "off") return null;
	const said = hearing === "live" ? t("shell.live") : hearing === "quiet" ? t("shell.quiet") : t("shell.connecting");
	return (
		<span
			className={`hearing hearing-${hearing}`}
			role="status"
			title={hearing === "quiet" ? t("shell.quietMeans") : said}
		>
			<span aria-hidden="true" />
			<span className="hearing-text">{said}</span>
		</span>
	);
}
