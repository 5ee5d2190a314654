import { useSpeech } from "../../kit/kit-words.tsx";
import { Page } from "../page-frame.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { WriteBackSection } from "../write-back-section/write-back-section.tsx";

/** What is written back to the company's own system. */
export function WriteBackPage() {
	const { t } = useSpeech();
	return (
		<Page title={t("writeBack.title")} above={<SettingsWays />}>
			<WriteBackSection host="web" title={t("writeBack.ownSystem")} />
		</Page>
	);
}
