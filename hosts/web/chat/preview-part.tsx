import { Button, Field, Select } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ChatPreviewJson, ChatSettingsJson } from "../../../core/contract/chat-settings.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { type SlackBlock, SlackBlocks } from "../gallery/slack-blocks.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

const KINDS = ["digest.rep", "digest.manager", "digest.executive"] as const;

/** What somebody would get now, as it would look; without it nothing can be switched on. */
export function PreviewPart({ chat, host, seen }: { chat: ChatSettingsJson; host: string; seen: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [userId, setUserId] = useState(
		chat.reachable.find(({ role }) => role === "rep")?.userId ?? chat.reachable[0]?.userId ?? "",
	);
	const role = chat.reachable.find((one) => one.userId === userId)?.role ?? "rep";
	const [chosen, setChosen] = useState<(typeof KINDS)[number] | null>(null);
	const kind = chosen ?? KINDS.find((one) => one.endsWith(role)) ?? "digest.rep";
	const [shown, setShown] = useState<ChatPreviewJson | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		session.client.previewDigest(host, { userId, kind }).then((preview) => {
			setShown(preview);
			if (preview.doc) seen();
		}, setFault);
	};
	const drawn = shown?.drawn as { blocks?: SlackBlock[] } | null;
	return (
		<section aria-labelledby="chat-preview" className="stack-tight">
			<h2 id="chat-preview">{t("chat.preview")}</h2>
			<p className="cs-muted">{t("chat.previewSays")}</p>
			<form onSubmit={submit} className="row">
				<Field label={t("chat.person")}>
					<Select value={userId} onChange={(_, d) => setUserId(d.value)}>
						{chat.reachable.map((one) => (
							<option key={one.userId} value={one.userId}>
								{one.name}
							</option>
						))}
					</Select>
				</Field>
				<Field label={t("chat.kind")}>
					<Select value={kind} onChange={(_, d) => setChosen(d.value as (typeof KINDS)[number])}>
						{KINDS.map((one) => (
							<option key={one} value={one}>
								{t(`slack.kind.${one}`)}
							</option>
						))}
					</Select>
				</Field>
				<Button type="submit" disabled={userId === ""}>
					{t("chat.show")}
				</Button>
			</form>
			{fault && <FaultNotice fault={fault} />}
			{shown && !shown.doc && <StateNotice state="note" title={t("chat.nothing")} />}
			{drawn?.blocks && (
				<div role="status">
					<SlackBlocks blocks={drawn.blocks} />
				</div>
			)}
		</section>
	);
}
