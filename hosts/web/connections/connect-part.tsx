import { Button } from "@fluentui/react-components";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ConnectionSection } from "../connection-form.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { ConsentPart, LacksPart, PulsePart } from "./consent-part.tsx";
import { FileDropGuide } from "./file-drop-guide.tsx";
import { HandoverGuide } from "./handover-guide.tsx";
import { SalesforceSetup } from "./salesforce-setup.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { SetupPart } from "./setup-part.tsx";
import { useAct } from "./use-act.ts";

interface Given {
	connection: ConnectionDetailJson;
	put: (connection: ConnectionDetailJson) => void;
	reload: () => void;
}

/** Connecting: the company's own system has a form of its own, every other host its settings. */
export function ConnectPart(props: Given) {
	const me = useMe();
	const { connection } = props;
	const { t } = useSpeech();
	const mayWrite = me.permissions.includes("connections:write");
	const firstLook = connection.settings.find((one) => one.isEnough);
	return (
		<>
			{connection.host === "salesforce" && mayWrite && <SalesforceSetup connection={connection} />}
			{connection.host === "file-drop" && <FileDropGuide folder={connection.folder} />}
			{connection.host === "marketing" && <HandoverGuide />}
			{connection.byConsent && mayWrite && <ConsentPart connection={connection} />}
			{firstLook && mayWrite && connection.state === "off" ? (
				<>
					<SetupPart connection={connection} setting={firstLook} reload={props.reload} />
					<details className="cs-more">
						<summary>{t("connections.setup.more")}</summary>
						<SettingsForm {...props} mayWrite={mayWrite} />
					</details>
				</>
			) : connection.host === "web" && me.permissions.includes("workspace:write") ? (
				<ConnectionSection />
			) : (
				<SettingsForm {...props} mayWrite={mayWrite} />
			)}
			{connection.can.test && connection.state !== "off" && <TestPart {...props} mayWrite={mayWrite} />}
			{connection.state === "on" && <PulsePart host={connection.host} />}
			{connection.state === "on" && <LacksPart host={connection.host} />}
		</>
	);
}

function TestPart({ connection, reload, mayWrite }: Given & { mayWrite: boolean }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { busy, fault, act } = useAct();
	const { lastTest, host } = connection;
	const when = lastTest ? formatInstant(Date.parse(lastTest.at), locale, zone) : "";
	return (
		<section aria-labelledby="test-title" className="stack-tight">
			<h2 id="test-title">{t("connections.test")}</h2>
			{busy ? (
				<Progress text={t("connections.testing")} done={null} total={null} />
			) : lastTest ? (
				<StateNotice
					state={lastTest.ok ? "note" : "error"}
					title={lastTest.ok ? t("connections.worked", { when }) : (lastTest.fault ?? "")}
				>
					{!lastTest.ok && (
						<p>
							{lastTest.todo} <span className="cs-muted">({when})</span>
						</p>
					)}
				</StateNotice>
			) : (
				<p className="cs-muted">{t("connections.notTested")}</p>
			)}
			{mayWrite && (
				<Button disabled={busy} onClick={() => act(() => session.client.testConnection(host), reload)}>
					{t("connections.testNow")}
				</Button>
			)}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
