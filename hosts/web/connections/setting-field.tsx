import { Field, type FieldProps, Input, Switch, Textarea } from "@fluentui/react-components";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import type { SettingFault } from "../../../core/contract/host-setting.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { shownValue } from "./typed-value.ts";

type Setting = ConnectionDetailJson["settings"][number];

/** One setting: its label, where to find its value, an example, and why what was typed will not do. A secret is never shown. */
export function SettingField({ setting, misfit }: { setting: Setting; misfit: SettingFault | undefined }) {
	const { t } = useSpeech();
	const { name, secret, type, label, hint, example, isSet, value } = setting;
	const field: FieldProps = {
		label,
		hint: secret && isSet ? `${hint} ${t("connections.secretSet")}` : hint,
		...(misfit && { validationState: "error", validationMessage: t(`setting.fault.${misfit}`) }),
	};
	const typed = {
		...{ name, dir: "ltr" as const, autoComplete: "off", spellCheck: false },
		...{ placeholder: example ?? "", defaultValue: secret ? "" : shownValue(value) },
	};
	if (type === "switch")
		return (
			<Field hint={hint}>
				<Switch name={name} value="on" label={label} defaultChecked={value === "on"} />
			</Field>
		);
	if (type === "pem" || type === "names")
		return (
			<Field {...field}>
				<Textarea
					{...typed}
					rows={type === "pem" ? 4 : 3}
					resize="vertical"
					textarea={{ className: "setting-lines" }}
				/>
			</Field>
		);
	const input = type === "percent" ? { inputMode: "numeric" as const } : {};
	return (
		<Field {...field}>
			<Input {...typed} {...input} type={secret ? "password" : type === "address" ? "url" : "text"} />
		</Field>
	);
}
