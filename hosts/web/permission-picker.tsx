import { Checkbox, Field, Input } from "@fluentui/react-components";
import { useId, useState } from "react";
import type { PermissionGroupsJson } from "../../core/contract/roles.ts";
import { useSpeech } from "../kit/kit-words.tsx";

/** Permissions to tick, in groups, each in a sentence; those that the person does not hold cannot be ticked. */
export function PermissionPicker(props: {
	legend: string;
	groups: PermissionGroupsJson["groups"];
	picked: ReadonlySet<string>;
	onPick: (picked: ReadonlySet<string>) => void;
	isFixed: boolean;
}) {
	const { t } = useSpeech();
	const { legend, groups, picked, onPick, isFixed } = props;
	const legendId = useId();
	const [sought, setSought] = useState("");
	const fits = (text: string) => text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
	const shown = groups
		.map(({ name, permissions }) => ({
			name,
			permissions: permissions.filter((p) => fits(`${name} ${p.says} ${p.id}`)),
		}))
		.filter(({ permissions }) => permissions.length > 0);
	const toggle = (id: string, isOn: boolean) => {
		const next = new Set(picked);
		if (isOn) next.add(id);
		else next.delete(id);
		onPick(next);
	};
	return (
		<fieldset className="permissions" aria-labelledby={legendId}>
			<h3 id={legendId}>{legend}</h3>
			<Field label={t("roles.find")} className="short-field">
				<Input type="search" value={sought} onChange={(_, d) => setSought(d.value)} />
			</Field>
			<div className="permission-groups">
				{shown.map(({ name, permissions }) => (
					<fieldset key={name}>
						<legend>{name}</legend>
						{permissions.map(({ id, says, held }) => (
							<Checkbox
								key={id}
								label={says}
								checked={picked.has(id)}
								disabled={isFixed || !held}
								title={isFixed || held ? undefined : t("roles.notHeld")}
								onChange={(_, d) => toggle(id, d.checked === true)}
							/>
						))}
					</fieldset>
				))}
			</div>
			{shown.length === 0 && <p className="cs-muted">{t("roles.noPermission")}</p>}
		</fieldset>
	);
}
