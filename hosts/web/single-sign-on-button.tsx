import { Button, Field, Input } from "@fluentui/react-components";
import type { FormEvent } from "react";
import type { StartInfo } from "../../core/contract/people.ts";
import { useSpeech } from "../kit/kit-words.tsx";

/** The way through a company's identity provider: by one click where only one workspace has it, else by its name. */
export function SingleSignOnButton({ offered }: { offered: StartInfo["singleSignOn"] }) {
	const { t } = useSpeech();
	if (!offered.any) return null;
	const { only } = offered;
	if (only) {
		return (
			<p>
				<a className="button-link" href={addressOf(only.workspace)}>
					{t("sso.signInWith", { name: only.name })}
				</a>
			</p>
		);
	}
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		location.assign(addressOf(String(new FormData(event.currentTarget).get("workspace") ?? "").trim()));
	};
	return (
		<details className="cs-more">
			<summary>{t("sso.signInCompany")}</summary>
			<form className="form" onSubmit={submit}>
				<Field label={t("start.workspace")} hint={t("start.workspaceHint")} required>
					<Input name="workspace" autoComplete="organization" />
				</Field>
				<Button type="submit">{t("sso.goOn")}</Button>
			</form>
		</details>
	);
}

function addressOf(workspace: string): string {
	return `/auth/sso/start?workspace=${encodeURIComponent(workspace)}`;
}
