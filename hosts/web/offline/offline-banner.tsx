import { useEffect, useState, useSyncExternalStore } from "react";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import "./offline.css";

/** Above the page while what it shows comes from this device: that it may be stale, and since when. */
export function OfflineBanner() {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const since = useSyncExternalStore(session.subscribe, session.shownSince);
	const isCut = useIsCut();
	if (!since && !isCut) return null;
	return (
		<p className="offline-banner" role="status">
			{since ? t("offline.stale", { when: formatInstant(Date.parse(since), locale, zone) }) : t("offline.cut")}{" "}
			<Link to="/offline">{t("offline.what")}</Link>
		</p>
	);
}

/** Whether the machine itself knows that it has no network. */
function useIsCut(): boolean {
	const [isCut, setIsCut] = useState(!navigator.onLine);
	useEffect(() => {
		const look = () => setIsCut(!navigator.onLine);
		addEventListener("online", look);
		addEventListener("offline", look);
		return () => {
			removeEventListener("online", look);
			removeEventListener("offline", look);
		};
	}, []);
	return isCut;
}
