import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { PanelSetupJson } from "../../../core/contract/panel.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { TeamsWay } from "../teams-door.tsx";
import { useLoad } from "../use-load.ts";
import "./teams-app.css";

const HOST = "teams";

/** Microsoft Teams: what is to be done at Entra and Teams, what of it is done, and the package to upload. */
export function TeamsAppPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"panel/teams",
		() => session.client.panelSetup(HOST),
		(e) => e.entity === "connection",
	);
	// What only Teams knows is nobody's to tick off here.
	const left = loaded.data?.steps.filter(({ code, isDone }) => code !== "upload" && !isDone).length ?? 0;
	const heading = loaded.data ? t(left === 0 ? "panel.setup.on" : "panel.setup.off", { left }) : t("panel.setup.title");
	return (
		<Page title={t("panel.setup.title")} heading={heading} above={<SettingsWays />}>
			<p className="page-sub cs-muted">{t("panel.setup.says")}</p>
			<Loading of={loaded}>{(setup) => <Steps setup={setup} />}</Loading>
		</Page>
	);
}

function Steps({ setup }: { setup: PanelSetupJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const download = () =>
		session.client.panelPackage(HOST).then((file) => {
			const link = document.createElement("a");
			link.href = URL.createObjectURL(file);
			link.download = "courtside-teams.zip";
			link.click();
			URL.revokeObjectURL(link.href);
		}, setFault);
	const hasIds = setup.steps.some(({ code, isDone }) => code === "register" && isDone);
	return (
		<div className="stack">
			{setup.tryAt && <TeamsWay to={setup.tryAt} />}
			{!setup.isReachable && !setup.tryAt && <StateNotice state="stale" title={t("panel.setup.noHttps")} />}
			<ol className="panel-setup">
				{setup.steps.map(({ code, isDone, copy }) => (
					<li key={code} data-done={isDone}>
						<p>
							{code !== "upload" && (
								<strong className="panel-setup-mark">{t(isDone ? "panel.setup.done" : "panel.setup.open")}</strong>
							)}
							{t(`panel.setup.step.${code}` as PageWord)}
						</p>
						{copy.length > 0 && (
							<dl dir="ltr">
								{copy.map(({ name, value }) => (
									<div key={`${name}${value}`}>
										<dt>{name}</dt>
										<dd>
											<code>{value}</code>
										</dd>
									</div>
								))}
							</dl>
						)}
						{(code === "paste" || code === "test") && (
							<Link to={`/connections/${HOST}`}>{t("panel.setup.toConnection")}</Link>
						)}
						{code === "upload" && (
							<Button disabled={!hasIds} onClick={() => void download()}>
								{t("panel.setup.download")}
							</Button>
						)}
					</li>
				))}
			</ol>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
