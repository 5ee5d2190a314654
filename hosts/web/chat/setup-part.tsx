import { Button, Radio, RadioGroup } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import type { ChatSettingsJson } from "../../../core/contract/chat-settings.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";

interface Step {
	id: string;
	title: string;
	isDone: boolean;
	/** Shown while it is the next one. */
	how?: ReactNode;
}

/** Everything that connecting takes, step by step: what is done, what is next and what it still lacks. */
export function SetupPart({ chat, host }: { chat: ChatSettingsJson; host: string }) {
	const { t } = useSpeech();
	const { lacks, teams, reachable, rollout } = chat;
	const bySocket = chat.socket !== undefined && chat.socket.state !== "off";
	const toConnection = <Link to={`/connections/${host}`}>{t("chat.toConnection")}</Link>;
	const hasApp = lacks.length === 0;
	const steps: Step[] = [
		{ id: "app", title: t("chat.step.manifest"), isDone: hasApp, how: <ManifestPart chat={chat} /> },
		{
			id: "paste",
			title: t("chat.step.paste"),
			isDone: hasApp,
			how: (
				<p>
					{t("chat.step.lacks", { names: lacks.join(", ") })} {toConnection}
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
	const next = steps.find(({ isDone }) => !isDone);
	const done = steps.filter(({ isDone }) => isDone).length;
	if (!next && !bySocket) return null;
	return (
		<section aria-labelledby="chat-setup" className="stack-tight">
			<h2 id="chat-setup">{t("chat.setUp", { done, all: steps.length })}</h2>
			{bySocket && <p>{t(chat.socket?.state === "open" ? "chat.socket.open" : "chat.socket.waiting")}</p>}
			{next && (
				<ol className="chat-steps">
					{steps.map(({ id, title, isDone, how }) => {
						// Making the app and pasting what it shows go together.
						const isOpen = !isDone && (id === next.id || (id === "paste" && next.id === "app"));
						return (
							<li key={id} aria-current={id === next.id ? "step" : undefined} data-done={isDone || undefined}>
								<p>
									<span className="chat-step-title">{title}</span>{" "}
									{(isDone || id === next.id) && (
										<span className="cs-muted">{isDone ? `✓ ${t("chat.isDone")}` : t("chat.isNext")}</span>
									)}
								</p>
								{isOpen && how}
							</li>
						);
					})}
				</ol>
			)}
		</section>
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
