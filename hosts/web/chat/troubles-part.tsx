import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { ChatSettingsJson, ChatTroubleJson } from "../../../core/contract/chat-settings.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** Messages that were not sent, or of which nobody knows; and whether those that were helped. */
export function TroublesPart({ chat, host }: { chat: ChatSettingsJson; host: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const loaded = useLoad(
		"chat troubles",
		() => session.client.chatTroubles(host),
		(e) => e.entity === "connection",
	);
	const settle = (id: string, as: "again" | "dismissed") => {
		setFault(null);
		session.client.settleChatMessage(id, { as }).then(loaded.reload, setFault);
	};
	const { yes, no } = chat.helpful;
	return (
		<section aria-labelledby="chat-troubles" className="stack-tight">
			<h2 id="chat-troubles">{t("chat.troubles")}</h2>
			{fault && <FaultNotice fault={fault} />}
			<Loading of={loaded} lines={2}>
				{({ items }) =>
					items.length === 0 ? (
						<p className="cs-muted">{t("chat.noTroubles", { sent: chat.sent })}</p>
					) : (
						<ul>
							{items.map((one) => (
								<Trouble key={one.id} trouble={one} settle={settle} />
							))}
						</ul>
					)
				}
			</Loading>
			{yes + no > 0 && <p className="cs-muted">{t("chat.helpful", { yes, no })}</p>}
		</section>
	);
}

function Trouble({
	trouble,
	settle,
}: {
	trouble: ChatTroubleJson;
	settle: (id: string, as: "again" | "dismissed") => void;
}) {
	const { t } = useSpeech();
	return (
		<li className="stack-tight">
			<span>
				<strong>{trouble.name}</strong> · {t(`slack.kind.${trouble.kind}`)} · {trouble.reason}
			</span>
			{trouble.state === "unsure" && <span className="cs-muted">{t("chat.unsure")}</span>}
			<div className="row">
				<Button size="small" onClick={() => settle(trouble.id, "again")}>
					{t("chat.again")}
				</Button>
				<Button size="small" appearance="subtle" onClick={() => settle(trouble.id, "dismissed")}>
					{t("chat.dismiss")}
				</Button>
			</div>
		</li>
	);
}
