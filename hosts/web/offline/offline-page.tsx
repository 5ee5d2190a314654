import { useEffect, useState } from "react";
import { formatInstant, formatSince } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Skeleton, StateNotice } from "../../kit/state-notice.tsx";
import { Page } from "../page-frame.tsx";
import { Link } from "../router.tsx";
import { type KeptPage, keepsPages, keptPages } from "./device.ts";
import "./offline.css";

const NAMES = {
	"/": "nav.home",
	"/deals": "nav.deals",
	"/leads": "nav.leads",
	"/forecast": "nav.forecast",
	"/pipeline": "nav.pipeline",
} as const;

/** What this device can show without a network, and how old each of it is. */
export function OfflinePage() {
	const { t } = useSpeech();
	const [pages, setPages] = useState<KeptPage[] | null>(null);
	useEffect(() => {
		keptPages().then(setPages, () => setPages([]));
	}, []);
	return (
		<Page title={t("offline.title")} heading={t("offline.heading", { count: pages?.length ?? 0 })}>
			{pages === null ? (
				<Skeleton />
			) : pages.length === 0 ? (
				<StateNotice
					state="empty"
					title={t(keepsPages() ? "offline.noneYet" : "offline.switchedOff")}
					action={
						<Link to={keepsPages() ? "/" : "/settings"} className="button-link">
							{t(keepsPages() ? "notFound.home" : "nav.settings")}
						</Link>
					}
				>
					<p>{t("device.keepSays")}</p>
				</StateNotice>
			) : (
				<>
					<p className="cs-muted">{t("offline.says")}</p>
					<ul className="offline-pages">
						{pages.map((page) => (
							<Kept key={page.path} page={page} />
						))}
					</ul>
				</>
			)}
		</Page>
	);
}

function Kept({ page }: { page: KeptPage }) {
	const { t, locale, zone } = useSpeech();
	const at = Date.parse(page.at);
	const own = page.path in NAMES ? t(NAMES[page.path as keyof typeof NAMES]) : null;
	return (
		<li>
			<Link to={page.path}>{page.name ?? own ?? page.path}</Link>
			<time dateTime={page.at} title={formatInstant(at, locale, zone)} className="cs-muted">
				{formatSince(at, Date.now(), locale, zone)}
			</time>
		</li>
	);
}
