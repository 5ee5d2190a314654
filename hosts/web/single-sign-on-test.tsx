import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { SingleSignOnTestJson } from "../../core/contract/single-sign-on.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Progress } from "../kit/progress.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";

/** Asks the identity provider from the server, and says what was found. */
export function TestSingleSignOn({ isThere }: { isThere: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [found, setFound] = useState<SingleSignOnTestJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const test = () => {
		setBusy(true);
		setFound(null);
		setFault(null);
		session.client
			.testSingleSignOn()
			.then(setFound, setFault)
			.finally(() => setBusy(false));
	};
	return (
		<section aria-labelledby="test-title" className="stack-tight">
			<h2 id="test-title">{t("sso.test")}</h2>
			{!isThere && <p className="cs-muted">{t("sso.testFirst")}</p>}
			<Button onClick={test} disabled={busy || !isThere}>
				{t("sso.test")}
			</Button>
			{busy && <Progress text={t("sso.testing")} done={null} total={null} />}
			{fault && <FaultNotice fault={fault} />}
			<div role="status">
				{found && (
					<ul className="sso-findings">
						{found.findings.map(({ isGood, says }) => (
							<li key={says}>
								<strong>{t(isGood ? "sso.testGood" : "sso.testBad")}</strong> · {says}
							</li>
						))}
					</ul>
				)}
			</div>
		</section>
	);
}
