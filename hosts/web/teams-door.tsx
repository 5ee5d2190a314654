import { useSpeech } from "../kit/kit-words.tsx";
import { StateNotice } from "../kit/state-notice.tsx";
import { usePortal } from "./portal-context.tsx";
import { useLoad } from "./use-load.ts";

/** The way to the demo's own Teams meeting, with the real panel beside it; nothing where there is none. */
export function TeamsDoor() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { data } = useLoad("demo/doors", () => session.client.demoDoors());
	if (!data?.teams) return null;
	return (
		<StateNotice
			state="note"
			title={t("panel.setup.trySays")}
			action={
				<a className="button-link" href={data.teams} target="_blank" rel="noreferrer">
					{t("panel.setup.try")}
				</a>
			}
		/>
	);
}
