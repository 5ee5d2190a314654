import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { usePortal } from "./portal-context.tsx";
import { useLoad } from "./use-load.ts";

/** The way to the demo's own Teams meeting, with the real panel beside it; nothing where there is none. */
export function TeamsDoor() {
	const { session } = usePortal();
	const { data } = useLoad("demo/doors", () => session.client.demoDoors());
	return data?.teams ? <TeamsWay to={data.teams} /> : null;
}

/** The same where its address is known. */
export function TeamsWay({ to }: { to: string }) {
	const { t } = useSpeech();
	return (
		<StateNotice
			state="note"
			title={t("panel.setup.trySays")}
			action={
				<a className="button-link" href={to} target="_blank" rel="noreferrer">
					{t("panel.setup.try")}
				</a>
			}
		/>
	);
}
