import { Button, Checkbox, Textarea } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { SharedPanelJson } from "../../../core/contract/panel.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import type { LiveLine } from "../../kit/live/live-line.ts";
import { useLiveLine } from "../../kit/live/use-live-line.ts";
import { usePanel } from "./panel-context.tsx";

/** Puts agenda and agreed steps on the meeting's stage: what the rep wrote and ticked, and nothing that we found. */
export function SharePart({ meetingId, line }: { meetingId: string; line: LiveLine }) {
	const { t } = useSpeech();
	const { client, teams } = usePanel();
	const { state } = useLiveLine(line);
	const [can, setCan] = useState(false);
	const [agenda, setAgenda] = useState("");
	const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
	const [said, setSaid] = useState<string | null>(null);
	useEffect(() => {
		void teams?.canShare().then(setCan);
	}, [teams]);
	const steps = state.actions.filter(({ status }) => status !== "dismissed");
	const share = async () => {
		const chosen: SharedPanelJson["steps"] = steps
			.filter(({ id }) => left.has(id))
			.map(({ text, owner, due }) => ({
				text,
				owner: owner === "rep" ? "us" : owner === "customer" ? "them" : "both",
				dueOn: due?.date ?? null,
			}));
		const lines = agenda
			.split("\n")
			.map((one) => one.trim())
			.filter((one) => one !== "");
		const { token } = await client.sharePanel({ meetingId, agenda: lines, steps: chosen });
		await teams?.share(`${location.origin}/teams/?share=${token}`);
		setSaid(t("panel.share.done"));
	};
	return (
		<details className="panel-share">
			<summary>{t("panel.share")}</summary>
			<p className="cs-muted">{t("panel.share.says")}</p>
			<Textarea
				rows={3}
				resize="vertical"
				value={agenda}
				aria-label={t("panel.agenda")}
				placeholder={t("panel.agenda")}
				onChange={(_, { value }) => setAgenda(value)}
			/>
			{steps.map(({ id, text }) => (
				<Checkbox
					key={id}
					label={<span dir="auto">{text}</span>}
					checked={left.has(id)}
					onChange={(_, { checked }) => {
						const next = new Set(left);
						if (checked) next.add(id);
						else next.delete(id);
						setLeft(next);
					}}
				/>
			))}
			{can ? (
				<Button
					appearance="primary"
					disabled={agenda.trim() === "" && left.size === 0}
					onClick={() => void share().catch(({ message }: Error) => setSaid(message))}
				>
					{t("panel.share.go")}
				</Button>
			) : (
				<p>{t("panel.share.cannot")}</p>
			)}
			{said && <p role="status">{said}</p>}
		</details>
	);
}
