import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { SecurityJson } from "../../core/contract/security.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { useMe, usePortal } from "./portal-context.tsx";
import { isClosed, type Proof } from "./use-proof.tsx";

/** Changing one's password, with the one of now where there is one. */
export function PasswordForm(props: { security: SecurityJson; guard: Proof["guard"]; changed: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const { security, guard, changed } = props;
	const [fault, setFault] = useState<Error | null>(null);
	const [busy, setBusy] = useState(false);
	/** How often it was changed: a new form each time, with nothing left in its fields. */
	const [done, setDone] = useState(0);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const given = new FormData(event.currentTarget);
		const text = (name: string) => String(given.get(name) ?? "");
		const current = security.hasPassword ? { current: text("current") } : {};
		setBusy(true);
		setFault(null);
		guard(() => session.client.changePassword({ ...current, password: text("password") }))
			.then(() => {
				setDone(done + 1);
				changed();
			})
			.catch((f: Error) => !isClosed(f) && setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<section aria-labelledby="password-title">
			<h2 id="password-title">{t("security.password")}</h2>
			<form className="form" key={done} onSubmit={submit} aria-busy={busy}>
				<input type="hidden" name="username" autoComplete="username" value={me.email ?? ""} readOnly />
				{security.hasPassword && (
					<Field label={t("security.current")} required>
						<Input name="current" type="password" autoComplete="current-password" />
					</Field>
				)}
				<Field label={t("reset.new")} hint={t("start.passwordHint")} required>
					<Input name="password" type="password" autoComplete="new-password" minLength={10} />
				</Field>
				<AccountFault fault={fault} />
				<Button type="submit" disabled={busy}>
					{t("security.change")}
				</Button>
				<span role="status">{done > 0 && t("security.changed")}</span>
			</form>
		</section>
	);
}
