import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Page } from "../page-frame.tsx";
import { Link } from "../router.tsx";

/** An address that leads nowhere. */
export function NotFoundPage() {
	const { t } = useSpeech();
	return (
		<Page title={t("notFound.title")}>
			<StateNotice state="empty" title={t("notFound.says")} action={<Link to="/">{t("notFound.home")}</Link>} />
		</Page>
	);
}
