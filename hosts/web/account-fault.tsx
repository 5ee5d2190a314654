import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { FaultNotice } from "./page-frame.tsx";

/** What went wrong with a password, code or passkey: the server's words, or that the browser stopped. */
export function AccountFault({ fault }: { fault: Error | null }) {
	const { t } = useSpeech();
	if (fault === null) return null;
	if (fault instanceof CourtsideError) return <FaultNotice fault={fault} />;
	return (
		<StateNotice state="error" title={t("signIn.stopped")}>
			<p>{t("signIn.stoppedSays")}</p>
		</StateNotice>
	);
}
