import { useEffect, useRef, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Progress } from "../kit/progress.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { Link, navigate, usePlace } from "./router.tsx";
import { useLinkToken } from "./use-link-token.ts";

/** Where somebody comes back from their identity provider: takes the last step, or says what went wrong. */
export function SingleSignOnArrival() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { query } = usePlace();
	const ticket = useLinkToken();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const taken = useRef(false);
	useEffect(() => {
		// Once: the ticket is used up by it.
		if (!ticket || taken.current) return;
		taken.current = true;
		session.client.finishSingleSignOn(ticket).then(({ returnTo, ...signed }) => {
			navigate(returnTo, { replace: true });
			session.enter(signed);
		}, setFault);
	}, [ticket, session]);
	const again = <Link to="/">{t("sso.again")}</Link>;
	if (fault) {
		return (
			<>
				<FaultNotice fault={fault} />
				{again}
			</>
		);
	}
	if (ticket) return <Progress text={t("sso.coming")} done={null} total={null} />;
	return (
		<StateNotice state="error" title={t("sso.failed")} reference={query.get("reference") ?? undefined} action={again}>
			<p>{t("sso.fault", { code: query.get("fault") ?? "other" })}</p>
		</StateNotice>
	);
}
