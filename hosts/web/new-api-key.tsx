import { Button, Field, Input, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { NewApiKeyJson } from "../../core/contract/api-keys.ts";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice, Loading } from "./page-frame.tsx";
import { PermissionPicker } from "./permission-picker.tsx";
import { usePortal } from "./portal-context.tsx";
import { useLoad } from "./use-load.ts";

const LIVES = [30, 90, 365] as const;

/** Makes a key: what the program is called, until when, and what it may do of what the person may. */
export function NewApiKey({ made, close }: { made: (key: NewApiKeyJson) => void; close: () => void }) {
	const { t, now } = useSpeech();
	const { session } = usePortal();
	const permissions = useLoad("permissions", () => session.client.permissions());
	const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const days = Number(form.get("days"));
		setBusy(true);
		session.client
			.createApiKey({
				name: String(form.get("name") ?? ""),
				scopes: [...picked],
				expiresAt: days > 0 ? new Date(now() + days * DAY_MS).toISOString() : null,
			})
			.then(made, (f: CourtsideError) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<form onSubmit={submit} className="role-form" aria-labelledby="new-key-title">
			<h2 id="new-key-title">{t("keys.new")}</h2>
			<div className="form">
				<Field label={t("keys.name")} hint={t("keys.nameHint")} required>
					<Input name="name" maxLength={80} autoFocus />
				</Field>
				<Field label={t("keys.until")}>
					<Select name="days" defaultValue="90">
						{LIVES.map((days) => (
							<option key={days} value={days}>
								{t("keys.days", { count: days })}
							</option>
						))}
						<option value="0">{t("keys.never")}</option>
					</Select>
				</Field>
			</div>
			<Loading of={permissions} lines={6}>
				{({ groups }) => (
					<PermissionPicker
						legend={t("keys.scopes")}
						groups={groups.map(({ name, permissions: all }) => ({ name, permissions: all.filter((p) => p.forKeys) }))}
						picked={picked}
						onPick={setPicked}
						isFixed={false}
					/>
				)}
			</Loading>
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary" disabled={busy || picked.size === 0}>
					{t("keys.make")}
				</Button>
				<Button onClick={close}>{t("kit.cancel")}</Button>
			</div>
		</form>
	);
}
