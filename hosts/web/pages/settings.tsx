import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { dateIn, startOfDayIn } from "../../../core/model/instant.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { LOCALE_NAMES, LOCALES } from "../../../core/words/locales.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Fact } from "../deal-facts.tsx";
import { LOOKS, type Look } from "../look.ts";
import { DeviceSection } from "../offline/device-section.tsx";
import { FaultNotice, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { ProfileForm } from "../profile-form.tsx";
import { Link } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";

/** How the portal looks and speaks for this person, and how the workspace counts for all. */
export function SettingsPage() {
	const { t, locale } = useSpeech();
	const { look, setLook, setLocale } = usePortal();
	const me = useMe();
	return (
		<Page title={t("nav.settings")} above={<SettingsWays />}>
			<div className="columns">
				<section aria-labelledby="you-title">
					<h2 id="you-title">{t("settings.you")}</h2>
					<div className="form">
						<Field label={t("settings.language")}>
							<Select value={locale} onChange={(_, d) => setLocale(d.value)}>
								{LOCALES.map((l) => (
									<option key={l} value={l} lang={l === "en-XB" ? "en" : l}>
										{LOCALE_NAMES[l]}
									</option>
								))}
							</Select>
						</Field>
						<Field label={t("settings.look")} hint={t("settings.lookHint")}>
							<Select value={look} onChange={(_, d) => setLook(d.value as Look)}>
								{LOOKS.map((l) => (
									<option key={l} value={l}>
										{t(`look.${l}`)}
									</option>
								))}
							</Select>
						</Field>
					</div>
					<ProfileForm key={`${me.name} ${me.own.locale} ${me.own.zone}`} />
					<dl className="facts-list">
						<Fact name={t("start.email")}>{me.email ?? "–"}</Fact>
						<Fact name={t("settings.role")}>{me.roleName ?? t(`role.${me.role}`)}</Fact>
					</dl>
				</section>
				<DeviceSection />
				<section aria-labelledby="workspace-title">
					<h2 id="workspace-title">{t("settings.workspace")}</h2>
					{me.permissions.includes("workspace:write") ? <WorkspaceForm /> : <WorkspaceFacts />}
				</section>
				{me.permissions.includes("connections:read") && (
					<section aria-labelledby="connections-title">
						<h2 id="connections-title">{t("connections.title")}</h2>
						<p>{t("settings.connections")}</p>
						<Link className="button-link" to="/connections">
							{t("connections.title")}
						</Link>
					</section>
				)}
			</div>
		</Page>
	);
}

function WorkspaceFacts() {
	const { t, locale } = useSpeech();
	const { workspace } = useMe();
	return (
		<dl className="facts-list">
			<Fact name={t("start.company")}>{workspace.name}</Fact>
			<Fact name={t("start.currency")}>{workspace.reportingCurrency}</Fact>
			<Fact name={t("start.zone")}>{workspace.zone}</Fact>
			<Fact name={t("settings.fiscalStart")}>{monthName(workspace.fiscal.startMonth, locale)}</Fact>
			<Fact name={t("settings.pattern")}>{t(`fiscal.p${workspace.fiscal.pattern}`)}</Fact>
			<Fact name={t("settings.clock")}>
				{workspace.clockAt
					? formatDay(dateIn(workspace.zone, Date.parse(workspace.clockAt)), locale)
					: t("settings.clockRuns")}
			</Fact>
		</dl>
	);
}

function WorkspaceForm() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { workspace } = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [saved, setSaved] = useState(false);
	const [busy, setBusy] = useState(false);
	const clockDay = workspace.clockAt ? dateIn(workspace.zone, Date.parse(workspace.clockAt)) : "";
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = Object.fromEntries([...new FormData(event.currentTarget)].map(([k, v]) => [k, String(v)]));
		const zone = given["zone"] ?? workspace.zone;
		const clock = given["clock"] ?? "";
		setBusy(true);
		setSaved(false);
		session.client
			.updateWorkspace({
				name: given["name"] ?? workspace.name,
				reportingCurrency: given["currency"]?.toUpperCase() ?? workspace.reportingCurrency,
				zone,
				fiscal: {
					pattern: given["pattern"] === "445" ? "445" : "months",
					startMonth: Number(given["startMonth"]),
					weekStart: workspace.fiscal.weekStart,
				},
				...(clock !== clockDay
					? { clockAt: clock === "" ? null : new Date(startOfDayIn(zone, clock)).toISOString() }
					: {}),
			})
			.then(() => session.reread())
			.then(
				() => {
					setFault(null);
					setSaved(true);
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	return (
		<form className="form" onSubmit={submit}>
			<Field label={t("start.company")} required>
				<Input name="name" defaultValue={workspace.name} />
			</Field>
			<Field label={t("start.currency")} hint={t("start.currencyHint")} required>
				<Input name="currency" defaultValue={workspace.reportingCurrency} maxLength={3} />
			</Field>
			<Field label={t("start.zone")}>
				<Select name="zone" defaultValue={workspace.zone}>
					{[...new Set([workspace.zone, "UTC", ...Intl.supportedValuesOf("timeZone")])].map((z) => (
						<option key={z}>{z}</option>
					))}
				</Select>
			</Field>
			<Field label={t("settings.fiscalStart")}>
				<Select name="startMonth" defaultValue={String(workspace.fiscal.startMonth)}>
					{Array.from({ length: 12 }, (_, i) => (
						<option key={monthName(i + 1, locale)} value={i + 1}>
							{monthName(i + 1, locale)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("settings.pattern")}>
				<Select name="pattern" defaultValue={workspace.fiscal.pattern}>
					<option value="months">{t("fiscal.pmonths")}</option>
					<option value="445">{t("fiscal.p445")}</option>
				</Select>
			</Field>
			<Field label={t("settings.clock")} hint={t("settings.clockHint")}>
				<Input name="clock" type="date" defaultValue={clockDay} />
			</Field>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
				<span role="status">{saved && t("settings.saved")}</span>
			</div>
		</form>
	);
}

function monthName(month: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(Date.UTC(2026, month - 1, 1));
}
