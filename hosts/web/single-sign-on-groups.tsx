import { Button, Field, Input, Select } from "@fluentui/react-components";
import type { RoleJson } from "../../core/contract/roles.ts";
import type { SingleSignOnJson } from "../../core/contract/single-sign-on.ts";
import { useSpeech } from "../kit/kit-words.tsx";

type Given = SingleSignOnJson["groupRoles"];

/** Which group of the provider gives which role; the first that fits counts. */
export function GroupRoles(props: {
	groupsName: string;
	roles: RoleJson[];
	given: Given;
	onChange: (given: Given) => void;
}) {
	const { t } = useSpeech();
	const { groupsName, roles, given, onChange } = props;
	const set = (at: number, change: Partial<Given[number]>) =>
		onChange(given.map((one, i) => (i === at ? { ...one, ...change } : one)));
	return (
		<fieldset className="sso-part">
			<legend>
				<h2>{t("sso.groups")}</h2>
			</legend>
			<p className="cs-muted">{t("sso.groupsSays")}</p>
			<Field label={t("sso.groupsName")} required>
				<Input name="groupsName" dir="ltr" defaultValue={groupsName} />
			</Field>
			<ul className="sso-groups">
				{given.map((one, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place, its group is being typed
					<li key={i}>
						<Field label={t("sso.group")}>
							<Input value={one.group} onChange={(_, d) => set(i, { group: d.value })} />
						</Field>
						<Field label={t("settings.role")}>
							<Select
								value={one.roleId}
								onChange={(_, d) => set(i, { roleId: roles.find((role) => role.id === d.value)?.id ?? one.roleId })}
							>
								{roles.map((role) => (
									<option key={role.id} value={role.id}>
										{role.name}
									</option>
								))}
							</Select>
						</Field>
						<Button
							aria-label={t("sso.removeGroup", { group: one.group || String(i + 1) })}
							onClick={() => onChange(given.filter((_, j) => j !== i))}
						>
							{t("sso.remove")}
						</Button>
					</li>
				))}
			</ul>
			<div>
				<Button onClick={() => onChange([...given, { group: "", roleId: "rep" }])}>{t("sso.addGroup")}</Button>
			</div>
		</fieldset>
	);
}
