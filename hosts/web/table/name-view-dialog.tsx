import {
	Button,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
	Field,
	Input,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";

/** Asks for the name under which a view of a table is kept. */
export function NameViewDialog({ keep, cancel }: { keep: (name: string) => Promise<void>; cancel: () => void }) {
	const { t } = useSpeech();
	const [name, setName] = useState("");
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (name.trim() !== "") keep(name.trim()).catch((f: CourtsideError) => setFault(f));
	};
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && cancel()}>
			<DialogSurface>
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{t("table.keepTitle")}</DialogTitle>
						<DialogContent>
							<Field label={t("table.viewName")} hint={t("table.viewHint")}>
								<Input value={name} maxLength={60} onChange={(_, d) => setName(d.value)} />
							</Field>
							{fault && <FaultNotice fault={fault} />}
						</DialogContent>
						<DialogActions>
							<Button type="submit" appearance="primary" disabled={name.trim() === ""}>
								{t("deal.save")}
							</Button>
							<Button onClick={cancel}>{t("kit.cancel")}</Button>
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}
