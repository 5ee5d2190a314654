import {
	Button,
	Dialog,
	DialogActions,
	DialogBody,
	DialogContent,
	DialogSurface,
	DialogTitle,
} from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { PersonPicker } from "./person-picker.tsx";

/** Asks whose the chosen names and accounts are. */
export function AssignDialog(props: {
	count: number;
	first: { id: string; name: string } | null;
	assign: (personId: string) => void;
	cancel: () => void;
}) {
	const { t } = useSpeech();
	const { count, assign, cancel } = props;
	const [chosen, setChosen] = useState(props.first);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (chosen) assign(chosen.id);
	};
	return (
		<Dialog open onOpenChange={(_, d) => !d.open && cancel()}>
			<DialogSurface className="people-dialog">
				<form onSubmit={submit}>
					<DialogBody>
						<DialogTitle>{t("people.assignTitle", { count })}</DialogTitle>
						<DialogContent>
							<PersonPicker label={t("people.who")} chosen={chosen} onChoose={setChosen} andLeft />
						</DialogContent>
						<DialogActions>
							<Button type="submit" appearance="primary" disabled={!chosen}>
								{t("people.assign")}
							</Button>
							<Button onClick={cancel}>{t("kit.cancel")}</Button>
						</DialogActions>
					</DialogBody>
				</form>
			</DialogSurface>
		</Dialog>
	);
}
