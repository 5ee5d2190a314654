import { Button, Field, Input, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { type SettingFault, settingFault } from "../../../core/contract/host-setting.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { SettingField } from "./setting-field.tsx";
import { typedValue } from "./typed-value.ts";
import { useAct } from "./use-act.ts";

interface Given {
	connection: ConnectionDetailJson;
	put: (connection: ConnectionDetailJson) => void;
	mayWrite: boolean;
}

/** A host's settings with what each is for; what most leave empty stands folded beneath. */
export function SettingsForm({ connection, put, mayWrite }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { busy, fault, act } = useAct();
	const [saved, setSaved] = useState(false);
	const [misfits, setMisfits] = useState<Readonly<Record<string, SettingFault>>>({});
	const { host, state, can } = connection;
	const settings = connection.settings.filter(({ elsewhere }) => !elsewhere);
	const rare = settings.filter(({ isRare }) => isRare);
	const change = (body: Parameters<typeof session.client.updateConnection>[1], said = false) =>
		act(
			() => session.client.updateConnection(host, body),
			(next) => {
				put(next);
				setSaved(said);
			},
		);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = event.currentTarget;
		const given = new FormData(form);
		const values = settings.map((one) => [one, typedValue(one.type, given.get(one.name))] as const);
		const wrong = Object.fromEntries(
			values.flatMap(([{ name, type }, value]) => {
				const misfit = settingFault(type, value);
				return misfit ? [[name, misfit]] : [];
			}),
		);
		setMisfits(wrong);
		setSaved(false);
		const [first] = Object.keys(wrong);
		if (first) {
			// It may stand folded: it is opened before it is gone to.
			requestAnimationFrame(() => (form.elements.namedItem(first) as HTMLElement | null)?.focus());
			return;
		}
		const of = (secret: boolean) =>
			Object.fromEntries(
				values.flatMap(([one, value]) =>
					one.secret === secret && !(secret && value === null) ? [[one.name, value]] : [],
				),
			);
		const minutes = String(given.get("minutes") ?? "").trim();
		change(
			{
				...(settings.length > 0 && { settings: of(false), secrets: of(true) as Record<string, string> }),
				...(can.sync && { syncEveryMinutes: minutes === "" ? null : Number(minutes) }),
			},
			true,
		);
	};
	const fieldOf = (setting: (typeof settings)[number]) => (
		<SettingField key={setting.name} setting={setting} misfit={misfits[setting.name]} />
	);
	return (
		<section aria-labelledby="connect-title">
			<h2 id="connect-title">{t("connections.connect")}</h2>
			<div className="form" aria-busy={busy}>
				{settings.some((one) => one.secret) && <p>{t("connections.address", { address: connection.address })}</p>}
				{mayWrite && (
					<Switch
						label={t("connection.takes")}
						checked={state === "on"}
						disabled={busy}
						onChange={(_, d) => change({ state: d.checked ? "on" : "paused" })}
					/>
				)}
			</div>
			{mayWrite && (
				<form className="form" onSubmit={submit} noValidate>
					{settings.filter(({ isRare }) => !isRare).map(fieldOf)}
					{can.sync && (
						<Field label={t("connections.every")} hint={t("connections.everyHint")}>
							<Input
								name="minutes"
								type="number"
								input={{ min: 1, max: 10_080 }}
								defaultValue={connection.syncEveryMinutes?.toString() ?? ""}
							/>
						</Field>
					)}
					{rare.length > 0 && (
						<details className="cs-more" open={rare.some(({ name, isSet }) => isSet || name in misfits) || undefined}>
							<summary>{t("connections.rare")}</summary>
							<div className="form">{rare.map(fieldOf)}</div>
						</details>
					)}
					{(settings.length > 0 || can.sync) && (
						<div className="row">
							<Button type="submit" disabled={busy}>
								{t("deal.save")}
							</Button>
							<span role="status">{saved && t("settings.saved")}</span>
						</div>
					)}
				</form>
			)}
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
