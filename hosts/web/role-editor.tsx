import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { PermissionGroupsJson, RoleJson } from "../../core/contract/roles.ts";
import { ROLES } from "../../core/model/user.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { GiveRole } from "./give-role.tsx";
import { FaultNotice, Loading } from "./page-frame.tsx";
import { PermissionPicker } from "./permission-picker.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { navigate } from "./router.tsx";
import { useLoad } from "./use-load.ts";

const SCOPES = ["own", "team", "all"] as const;

/** One role: `chosen` is its id, or "new" for a copy of the role `from`. */
export function RoleEditor({ chosen, from }: { chosen: string; from: string | null }) {
	const { session } = usePortal();
	const id = chosen === "new" ? (from ?? "rep") : chosen;
	const loaded = useLoad(`role ${id}`, () => Promise.all([session.client.role(id), session.client.permissions()]));
	return (
		<Loading of={loaded} lines={10}>
			{([role, { groups }]) => (
				<RoleForm
					key={`${role.id} ${role.version}`}
					role={role}
					groups={groups}
					isNew={chosen === "new"}
					put={(next) => loaded.put([next, { groups }])}
					reload={loaded.reload}
				/>
			)}
		</Loading>
	);
}

interface Given {
	role: RoleJson;
	groups: PermissionGroupsJson["groups"];
	isNew: boolean;
	put: (role: RoleJson) => void;
	reload: () => void;
}

function RoleForm({ role, groups, isNew, put, reload }: Given) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(role.permissions));
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [saved, setSaved] = useState(false);
	const [busy, setBusy] = useState(false);
	const mayWrite = me.permissions.includes("roles:write");
	const isFixed = !mayWrite || (role.builtIn && !isNew);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const body = {
			name: String(form.get("name") ?? ""),
			base: ROLES.find((base) => base === form.get("base")) ?? role.base,
			scope: SCOPES.find((scope) => scope === form.get("scope")) ?? role.scope,
			permissions: [...picked],
		};
		setBusy(true);
		setSaved(false);
		const saving = isNew
			? session.client.createRole(body, crypto.randomUUID())
			: session.client.updateRole(role.id, { ...body, version: role.version });
		saving
			.then(
				(next) => {
					setFault(null);
					setSaved(true);
					if (isNew) navigate(`/settings/roles?role=${next.id}`, { replace: true });
					else put(next);
				},
				(f: CourtsideError) => setFault(f),
			)
			.finally(() => setBusy(false));
	};
	return (
		<div className="columns">
			<form onSubmit={submit} className="role-form" aria-labelledby="role-title">
				<h2 id="role-title">{isNew ? t("roles.new") : role.name}</h2>
				{role.builtIn && !isNew && <StateNotice state="note" title={t("roles.fixed")} />}
				<div className="form">
					<Field label={t("roles.name")} required>
						<Input
							name="name"
							defaultValue={isNew ? t("roles.copyOf", { name: role.name }) : role.name}
							maxLength={80}
							autoFocus={isNew}
							readOnly={isFixed}
						/>
					</Field>
					<Field label={t("roles.scope")}>
						<Select name="scope" defaultValue={role.scope} disabled={isFixed}>
							{SCOPES.map((scope) => (
								<option key={scope} value={scope}>
									{t(`scope.${scope}`)}
								</option>
							))}
						</Select>
					</Field>
					<Field label={t("roles.base")} hint={t("roles.baseHint")}>
						<Select name="base" defaultValue={role.base} disabled={isFixed}>
							{ROLES.map((base) => (
								<option key={base} value={base}>
									{t(`role.${base}`)}
								</option>
							))}
						</Select>
					</Field>
				</div>
				<PermissionPicker
					legend={t("roles.holds")}
					groups={groups}
					picked={picked}
					onPick={setPicked}
					isFixed={isFixed}
				/>
				{fault && <FaultNotice fault={fault} onRetry={reload} />}
				<div className="row">
					{!isFixed && (
						<Button type="submit" appearance="primary" disabled={busy}>
							{t("deal.save")}
						</Button>
					)}
					{mayWrite && !isNew && (
						<Button onClick={() => navigate(`/settings/roles?role=new&from=${role.id}`)}>{t("roles.copy")}</Button>
					)}
					<span role="status">{saved && t("settings.saved")}</span>
				</div>
			</form>
			{!isNew && (
				<div className="stack">
					{me.permissions.includes("people:write") && <GiveRole role={role} given={reload} />}
					{mayWrite && !role.builtIn && <DeleteRole role={role} />}
				</div>
			)}
		</div>
	);
}

function DeleteRole({ role }: { role: RoleJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [isAsking, setAsking] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const gone = () => navigate("/settings/roles", { replace: true });
	return (
		<section aria-labelledby="delete-title" className="stack-tight">
			<h2 id="delete-title">{t("roles.delete")}</h2>
			{role.people > 0 && <p>{t("roles.inUse", { count: role.people })}</p>}
			{fault && <FaultNotice fault={fault} />}
			<Button
				disabled={role.people > 0}
				onClick={() => (isAsking ? session.client.deleteRole(role.id).then(gone, setFault) : setAsking(true))}
			>
				{isAsking ? t("roles.deleteSure", { name: role.name }) : t("roles.delete")}
			</Button>
		</section>
	);
}
