import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { SecurityJson, SignInJson } from "../../core/contract/security.ts";
import { formatInstant, formatSince } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { usePortal } from "./portal-context.tsx";

/** Where one is signed in, to be ended one by one or all others at once. */
export function SignInList({ security, reload }: { security: SecurityJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<Error | null>(null);
	const end = (call: Promise<void>) => {
		setFault(null);
		call.then(reload, (f: Error) => setFault(f));
	};
	const { signIns } = security;
	return (
		<section aria-labelledby="sign-ins-title">
			<div className="section-head">
				<h2 id="sign-ins-title">{t("security.signIns")}</h2>
				{signIns.length > 1 && (
					<Button size="small" onClick={() => end(session.client.endOtherSignIns())}>
						{t("security.endOthers")}
					</Button>
				)}
			</div>
			<ul className="kept">
				{signIns.map((signIn) => (
					<SignInLine key={signIn.id} signIn={signIn} end={() => end(session.client.endSignIn(signIn.id))} />
				))}
			</ul>
			<AccountFault fault={fault} />
		</section>
	);
}

function SignInLine({ signIn, end }: { signIn: SignInJson; end: () => void }) {
	const { t, locale, zone } = useSpeech();
	const browser = signIn.browser ?? t("security.unknown");
	const used = formatSince(Date.parse(signIn.lastUsedAt), Date.now(), locale, zone);
	const since = formatInstant(Date.parse(signIn.startedAt), locale, zone);
	return (
		<li>
			<span>
				{browser}
				{signIn.isThis && <strong> · {t("security.this")}</strong>}
				<span className="cs-sub">
					{t("security.signInLine", { used, since })}
					{signIn.network && ` · ${t("security.from", { network: signIn.network })}`}
				</span>
			</span>
			{!signIn.isThis && (
				<Button size="small" onClick={end} aria-label={t("security.endName", { browser })}>
					{t("security.end")}
				</Button>
			)}
		</li>
	);
}
