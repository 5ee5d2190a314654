import { Button } from "@fluentui/react-components";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";

/** Why the page shows nothing of the workspace, and what can be done. It names no deal, and no workspace. */
export function Gate(props: {
	kind: "outside" | "guest" | "unknown" | "elsewhere" | "consent" | "away" | "nothing-shared";
	email?: string | null;
	reason?: string;
	again?: (ask: boolean) => void;
}) {
	const { t } = useSpeech();
	const { kind, email, reason, again } = props;
	const isFault = kind === "elsewhere" || kind === "away";
	return (
		<main className="panel-page">
			<h1>{t("panel.neutral")}</h1>
			<StateNotice
				state={isFault ? "error" : "note"}
				title={t(`panel.gate.${kind}`)}
				action={
					again &&
					kind !== "guest" && (
						<Button onClick={() => again(kind === "consent")}>
							{t(kind === "consent" ? "panel.gate.agree" : "panel.gate.again")}
						</Button>
					)
				}
			>
				<p>{t(`panel.gate.${kind}Says`, { email: email ?? "" })}</p>
				{reason && (kind === "consent" || kind === "elsewhere") && <p className="cs-muted">{reason}</p>}
			</StateNotice>
		</main>
	);
}
