import { Button, Field, Input, Radio, RadioGroup } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import { useAct } from "./use-act.ts";

/** How often news is asked for where nobody says otherwise. */
const MINUTES = 15;
const PRESETS = ["look", "work"] as const;
type Preset = (typeof PRESETS)[number];
type Setting = ConnectionDetailJson["settings"][number];

/**
 * From nothing to a first look: a token and one choice. It is tried before anything is fetched; what is written back waits
 * for its preview. Everything else may be set after.
 */
export function SetupPart(props: { connection: ConnectionDetailJson; setting: Setting; reload: () => void }) {
	const { connection, setting, reload } = props;
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const me = useMe();
	const { busy, fault, act } = useAct();
	const [preset, setPreset] = useState<Preset>("look");
	const [wrong, setWrong] = useState<{ fault: string | null; todo: string | null } | null>(null);
	const { host } = connection;
	const mayWrite = connection.can.writeBack && me.permissions.includes("write-back:write");
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const token = String(new FormData(event.currentTarget).get(setting.name) ?? "").trim();
		act(async () => {
			const secrets = token === "" ? {} : { secrets: { [setting.name]: token } };
			await session.client.updateConnection(host, { state: "on", syncEveryMinutes: MINUTES, ...secrets });
			const tried = await session.client.testConnection(host);
			setWrong(tried.ok ? null : tried);
			if (!tried.ok) {
				await session.client.updateConnection(host, { state: "off" });
				return;
			}
			await session.client.startSync(host, { kind: "backfill" });
			if (preset === "work" && mayWrite) {
				const { version, state } = await session.client.writeBack(host);
				if (state === "off") await session.client.updateWriteBack(host, { state: "on", version });
				navigate(withQuery(place, { part: "write-back" }));
			}
			reload();
		});
	};
	return (
		<section aria-labelledby="setup-title">
			<h2 id="setup-title">{t("connections.setup")}</h2>
			<form className="form" onSubmit={submit} aria-busy={busy}>
				<Field
					label={t("connections.setup.token", { name: setting.label })}
					hint={`${setting.hint} ${t("connections.setup.tokenSays")}`}
				>
					<Input
						name={setting.name}
						type="password"
						dir="ltr"
						autoComplete="off"
						placeholder={setting.example ?? ""}
						required={!setting.isSet}
					/>
				</Field>
				{mayWrite && (
					<Field label={t("connections.setup.how")}>
						<RadioGroup value={preset} onChange={(_, { value }) => setPreset(value === "work" ? "work" : "look")}>
							{PRESETS.map((one) => (
								<Radio
									key={one}
									value={one}
									label={{
										children: (
											<>
												{t(`connections.setup.${one}`)}
												<span className="cs-sub">{t(`connections.setup.${one}Says`, { minutes: MINUTES })}</span>
											</>
										),
									}}
								/>
							))}
						</RadioGroup>
					</Field>
				)}
				<div className="row">
					<Button type="submit" appearance="primary" disabled={busy}>
						{t("connections.setup.go")}
					</Button>
				</div>
				{busy && <Progress text={t("connections.testing")} done={null} total={null} />}
				{wrong && (
					<StateNotice state="error" title={wrong.fault ?? ""}>
						<p>{wrong.todo}</p>
					</StateNotice>
				)}
				{fault && <FaultNotice fault={fault} />}
			</form>
		</section>
	);
}
