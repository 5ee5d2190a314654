import { useState } from "react";
import type { SecurityJson } from "../../../core/contract/security.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { PasswordForm } from "../password-form.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { RecoveryCodes } from "../recovery-codes.tsx";
import { AppFactor, CodesLeft, Passkeys } from "../second-factors.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { SignInList } from "../sign-in-list.tsx";
import { useLoad } from "../use-load.ts";
import { useProof } from "../use-proof.tsx";
import "./security.css";

/** How one's account is opened, and where it is open now. */
export function SecurityPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { workspace } = useMe();
	const security = useLoad("security", () => session.client.security());
	const heading =
		security.data && !workspace.isDemo
			? t(isStrong(security.data) ? "security.strong" : "security.weak")
			: t("security.title");
	return (
		<Page title={t("security.title")} heading={heading} above={<SettingsWays />}>
			<Loading of={security}>{(data) => <Security security={data} reload={security.reload} />}</Loading>
		</Page>
	);
}

function Security({ security, reload }: { security: SecurityJson; reload: () => void }) {
	const { t } = useSpeech();
	const { workspace } = useMe();
	const proof = useProof(security);
	const [codes, setCodes] = useState<string[] | null>(null);
	const changed = (made: string[] | null) => {
		if (made) setCodes(made);
		reload();
	};
	if (workspace.isDemo) {
		return (
			<div className="stack">
				<StateNotice state="note" title={t("security.demo")} />
				<SignInList security={security} reload={reload} />
			</div>
		);
	}
	const given = { security, guard: proof.guard, changed };
	return (
		<div className="stack security">
			{codes && <RecoveryCodes codes={codes} kept={() => setCodes(null)} />}
			{security.required ? (
				<p className="page-sub cs-muted">{t("security.required")}</p>
			) : (
				!isStrong(security) && <p className="page-sub cs-muted">{t("security.weakSays")}</p>
			)}
			<div className="columns">
				<div className="stack">
					<Passkeys {...given} />
					<AppFactor {...given} />
					{isStrong(security) && <CodesLeft {...given} />}
				</div>
				<PasswordForm security={security} guard={proof.guard} changed={reload} />
			</div>
			<SignInList security={security} reload={reload} />
			{proof.asked}
		</div>
	);
}

function isStrong({ totpSince, passkeys }: SecurityJson): boolean {
	return totpSince !== null || passkeys.length > 0;
}
