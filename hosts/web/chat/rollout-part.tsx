import { Button, Checkbox, Field, Radio, RadioGroup } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { ChatRolloutJson, ChatSettingsJson } from "../../../core/contract/chat-settings.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";

const AUDIENCES = ["nobody", "chosen", "everybody"] as const;
const KINDS = [
	"digest.rep",
	"digest.manager",
	"digest.executive",
	"alert.risk",
	"alert.lead",
	"alert.forecast",
	"alert.overdue",
	"alert.competitor",
] as const;

/** Who gets what by itself. */
export function RolloutPart({
	chat,
	host,
	put,
}: {
	chat: ChatSettingsJson;
	host: string;
	put: (chat: ChatSettingsJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [rollout, setRollout] = useState<ChatRolloutJson>(chat.rollout);
	const [isKept, setKept] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const change = (next: Partial<ChatRolloutJson>) => {
		setKept(false);
		setRollout({ ...rollout, ...next });
	};
	const toggled = <T,>(list: readonly T[], one: T, isOn: boolean) =>
		isOn ? [...list, one] : list.filter((other) => other !== one);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setFault(null);
		const { audience, userIds, kinds } = rollout;
		session.client.putChatRollout(host, { audience, userIds, kinds }).then((next) => {
			put(next);
			setKept(true);
		}, setFault);
	};
	const isSeen = chat.rollout.previewedAt !== null;
	return (
		<section aria-labelledby="chat-rollout" className="stack-tight">
			<h2 id="chat-rollout">{t("chat.rollout")}</h2>
			{!isSeen && <StateNotice state="note" title={t("chat.rolloutFirst")} />}
			<form onSubmit={submit} className="stack-tight">
				<RadioGroup
					aria-labelledby="chat-rollout"
					value={rollout.audience}
					disabled={!isSeen}
					onChange={(_, d) => change({ audience: d.value as ChatRolloutJson["audience"] })}
				>
					{AUDIENCES.map((one) => (
						<Radio key={one} value={one} label={t(`chat.audience.${one}`)} />
					))}
				</RadioGroup>
				{rollout.audience === "chosen" && (
					<div className="chat-people-list">
						{chat.reachable.map(({ userId, name }) => (
							<Checkbox
								key={userId}
								label={name}
								checked={rollout.userIds.includes(userId)}
								onChange={(_, d) => change({ userIds: toggled(rollout.userIds, userId, d.checked === true) })}
							/>
						))}
					</div>
				)}
				<Field label={t("chat.kinds")}>
					<div className="chat-people-list">
						{KINDS.map((kind) => (
							<Checkbox
								key={kind}
								label={t(`slack.kind.${kind}`)}
								disabled={!isSeen}
								checked={rollout.kinds.includes(kind)}
								onChange={(_, d) => change({ kinds: toggled(rollout.kinds, kind, d.checked === true) })}
							/>
						))}
					</div>
				</Field>
				{isKept && <StateNotice state="note" title={t("chat.kept")} />}
				{fault && <FaultNotice fault={fault} />}
				<div className="row">
					<Button type="submit" appearance="primary" disabled={!isSeen}>
						{t("deal.save")}
					</Button>
				</div>
			</form>
		</section>
	);
}
