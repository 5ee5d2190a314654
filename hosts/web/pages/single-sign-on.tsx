import { useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { SingleSignOnForm } from "../single-sign-on-form.tsx";
import { TestSingleSignOn } from "../single-sign-on-test.tsx";
import { ToCopy } from "../to-copy.tsx";
import { useLoad } from "../use-load.ts";
import "./roles.css";
import "./single-sign-on.css";

/** Letting people in through their company's identity provider: what to paste over there, what comes from there, a test. */
export function SingleSignOnPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("single-sign-on", () =>
		Promise.all([session.client.singleSignOn(), session.client.roles({ limit: 200 })]),
	);
	const [isSaved, setSaved] = useState(false);
	const settings = loaded.data?.[0];
	const standing = settings && {
		state: settings.state,
		required: settings.isRequired ? "yes" : "no",
		name: settings.name,
	};
	return (
		<Page
			title={t("sso.title")}
			heading={standing ? t("sso.standing", standing) : t("sso.title")}
			above={<SettingsWays />}
		>
			<p className="page-sub cs-muted">{t("sso.says")}</p>
			<Loading of={loaded} lines={10}>
				{([sso, roles]) => (
					<div className="columns">
						<SingleSignOnForm
							key={sso.version}
							sso={sso}
							roles={[...roles.builtIn, ...roles.items]}
							isSaved={isSaved}
							put={(next) => {
								setSaved(true);
								loaded.put([next, roles]);
							}}
						/>
						<div className="stack">
							<section aria-labelledby="theirs-title" className="sso-addresses">
								<h2 id="theirs-title">{t("sso.theirs")}</h2>
								{sso.kind === "oidc" ? (
									<ToCopy label={t("sso.redirect")} value={sso.addresses.redirect} />
								) : (
									<>
										<ToCopy label={t("sso.acs")} value={sso.addresses.assertionConsumer} />
										<ToCopy label={t("sso.ourEntity")} value={sso.addresses.entityId} />
									</>
								)}
								<ToCopy label={t("sso.signInAddress")} value={sso.addresses.signIn} />
							</section>
							<TestSingleSignOn isThere={sso.version > 0} />
						</div>
					</div>
				)}
			</Loading>
		</Page>
	);
}
