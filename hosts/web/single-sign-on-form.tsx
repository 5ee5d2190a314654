import { Button, Field, Input, Select, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { RoleJson } from "../../core/contract/roles.ts";
import type { SingleSignOnJson } from "../../core/contract/single-sign-on.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import { GroupRoles } from "./single-sign-on-groups.tsx";
import { ProviderFields, providerOf } from "./single-sign-on-provider.tsx";

/** Everything that is set of single sign-on, saved at once. */
export function SingleSignOnForm(props: {
	sso: SingleSignOnJson;
	roles: RoleJson[];
	/** Whether what is shown was just saved. */
	isSaved: boolean;
	put: (sso: SingleSignOnJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { sso, roles, isSaved, put } = props;
	const [kind, setKind] = useState(sso.kind);
	const [isOn, setOn] = useState(sso.state === "on");
	const [isRequired, setRequired] = useState(sso.isRequired);
	const [groupRoles, setGroupRoles] = useState(sso.groupRoles);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const text = (name: string) => String(form.get(name) ?? "").trim();
		setBusy(true);
		session.client
			.updateSingleSignOn({
				state: isOn ? "on" : "off",
				kind,
				name: text("name"),
				...providerOf(kind, text),
				domains: text("domains")
					.split(/[\s,;]+/)
					.filter(Boolean),
				letsIn: text("letsIn") === "anyone" ? "anyone" : "invited",
				defaultRole: text("defaultRole"),
				groupsName: text("groupsName"),
				groupRoles: groupRoles.filter(({ group }) => group.trim() !== ""),
				isRequired: isOn && isRequired,
				version: sso.version,
			})
			.then(put, (f: CourtsideError) => {
				setFault(f);
				setBusy(false);
			});
	};
	return (
		<form onSubmit={submit} className="role-form" aria-busy={busy}>
			<fieldset className="sso-part">
				<legend>
					<h2>{t("sso.provider")}</h2>
				</legend>
				<Field label={t("sso.kind")}>
					<Select value={kind} onChange={(_, d) => setKind(d.value === "saml" ? "saml" : "oidc")}>
						<option value="oidc">{t("sso.oidc")}</option>
						<option value="saml">{t("sso.saml")}</option>
					</Select>
				</Field>
				<Field label={t("sso.name")} required>
					<Input name="name" defaultValue={sso.name} maxLength={60} />
				</Field>
				<ProviderFields kind={kind} sso={sso} />
			</fieldset>
			<fieldset className="sso-part">
				<legend>
					<h2>{t("sso.who")}</h2>
				</legend>
				<Field label={t("sso.domains")} hint={t("sso.domainsHint")} required>
					<Input name="domains" defaultValue={sso.domains.join(", ")} dir="ltr" />
				</Field>
				<Field label={t("sso.letsIn")}>
					<Select name="letsIn" defaultValue={sso.letsIn}>
						<option value="invited">{t("sso.invited")}</option>
						<option value="anyone">{t("sso.anyone")}</option>
					</Select>
				</Field>
				<Field label={t("sso.defaultRole")} hint={t("sso.defaultRoleHint")}>
					<Select name="defaultRole" defaultValue={sso.defaultRole}>
						{roles.map((role) => (
							<option key={role.id} value={role.id}>
								{role.name}
							</option>
						))}
					</Select>
				</Field>
			</fieldset>
			<GroupRoles groupsName={sso.groupsName} roles={roles} given={groupRoles} onChange={setGroupRoles} />
			<div className="sso-part">
				<Switch label={t("sso.on")} checked={isOn} onChange={(_, d) => setOn(d.checked)} />
				<Switch
					label={t("sso.required")}
					checked={isOn && isRequired}
					disabled={!isOn}
					onChange={(_, d) => setRequired(d.checked)}
				/>
				<p className="cs-muted">{t("sso.requiredSays")}</p>
			</div>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy}>
					{t("deal.save")}
				</Button>
				<span role="status">{isSaved && !busy && !fault && t("settings.saved")}</span>
			</div>
		</form>
	);
}
