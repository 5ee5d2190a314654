import { Button, Radio, RadioGroup } from "@fluentui/react-components";
import { useState } from "react";
import type { ChatSettingsJson } from "../../../core/contract/chat-settings.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { settingWords } from "../../../core/contract/host-setting.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { type Step, StepList } from "../step-list.tsx";

/** Everything that connecting takes, step by step: what is done, what is next and what it still lacks. */
export function SetupPart({ chat, host }: { chat: ChatSettingsJson; host: string }) {
	const { t, words } = useSpeech();
	const { lacks, teams, reachable, rollout } = chat;
	const bySocket = chat.socket !== undefined && chat.socket.state !== "off";
	const toConnection = <Link to={`/connections/${host}`}>{t("chat.toConnection")}</Link>;
	const hasApp = lacks.length === 0;
	const labelOf = (name: string) => words(settingWords(host, name).label.key as PageWord);
	const steps: Step[] = [
		{ id: "app", title: t("chat.step.manifest"), isDone: hasApp, how: <ManifestPart chat={chat} /> },
		{
			id: "paste",
			title: t("chat.step.paste"),
			isDone: hasApp,
			// Making the app and pasting what it shows go together.
			opensWith: "app",
			how: (
				<p>
					{t("chat.step.lacks", { names: lacks.map(labelOf).join(", ") })} {toConnection}
				</p>
			),
		},
		{ id: "add", title: t("chat.step.add"), isDone: teams.length > 0, how: <AddPart chat={chat} host={host} /> },
		{
			id: "known",
			title: t("chat.step.known"),
			isDone: reachable.length > 0,
			how: <p>{t("chat.known", { known: 0, waiting: chat.waiting })}</p>,
		},
		{ id: "look", title: t("chat.preview"), isDone: rollout.previewedAt !== null },
		{ id: "choose", title: t("chat.step.choose"), isDone: rollout.audience !== "nobody" },
	];
	if (steps.every(({ isDone }) => isDone) && !bySocket) return null;
	return (
		<StepList id="chat-setup" steps={steps}>
			{bySocket && <p>{t(chat.socket?.state === "open" ? "chat.socket.open" : "chat.socket.waiting")}</p>}
		</StepList>
	);
}

/** What is pasted at the vendor, for either way of reaching each other. */
function ManifestPart({ chat: { manifest, socket } }: { chat: ChatSettingsJson }) {
	const { t } = useSpeech();
	const [way, setWay] = useState("hooks");
	const shown = way === "socket" ? socket?.manifest : manifest;
	return (
		<>
			{socket && (
				<RadioGroup aria-label={t("chat.reach")} value={way} onChange={(_, d) => setWay(d.value)}>
					<Radio value="hooks" label={t("chat.reach.hooks")} />
					<Radio value="socket" label={t("chat.reach.socket")} />
				</RadioGroup>
			)}
			<CodeBlock label={t("chat.manifest")} text={JSON.stringify(shown, null, 2)} />
			{way === "socket" && <p>{t("chat.step.token")}</p>}
		</>
	);
}

/** Lets us into a workspace of the vendor's. */
export function AddPart({ chat, host }: { chat: ChatSettingsJson; host: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const add = () => {
		setFault(null);
		session.client.installChat(host).then(({ url }) => window.location.assign(url), setFault);
	};
	const isFirst = chat.teams.length === 0;
	return (
		<div>
			<Button appearance={isFirst ? "primary" : "secondary"} disabled={chat.lacks.length > 0} onClick={add}>
				{t(isFirst ? "chat.add" : "chat.addAnother")}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
