import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { LeadAssignmentJson } from "../../../core/contract/lead-routing.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Who got which lead and why, newest first; wishes to be decided stand there too. `version` asks for it anew. */
export function RoutingLog({ version, decided }: { version: string; decided: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const log = useLoad(
		`routing-log ${version}`,
		() => session.client.leadAssignments({ limit: 50 }),
		(e) => e.entity === "lead",
	);
	return (
		<Loading of={log} lines={4}>
			{({ items }) =>
				items.length === 0 ? (
					<StateNotice state="empty" title={t("routing.noLog")} />
				) : (
					<ul className="routing-log">
						{items.map((item) => (
							<Entry
								key={item.id}
								item={item}
								done={() => {
									log.reload();
									decided();
								}}
							/>
						))}
					</ul>
				)
			}
		</Loading>
	);
}

function Entry({ item, done }: { item: LeadAssignmentJson; done: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const decide = (agree: boolean) => {
		setFault(null);
		session.client.decideAssignment(item.id, { agree }).then(done, setFault);
	};
	return (
		<li>
			<p>
				<Link to={`/leads/${item.lead.id}`}>{item.lead.name}</Link>{" "}
				{t(`routing.state.${item.state}`, { from: item.from?.name ?? t("deal.noOwner"), to: item.to?.name ?? "–" })}
				<span className="cs-sub">
					{formatInstant(Date.parse(item.madeAt), locale, zone)}
					{item.askedBy && ` · ${item.askedBy}`}
					{item.decidedBy && ` · ${t("routing.decidedBy", { name: item.decidedBy })}`}
				</span>
			</p>
			<p className="cs-muted">{item.text}</p>
			{item.state === "asked" && (
				<div className="row">
					<Button size="small" appearance="primary" onClick={() => decide(true)}>
						{t("routing.agree")}
					</Button>
					<Button size="small" onClick={() => decide(false)}>
						{t("routing.decline")}
					</Button>
				</div>
			)}
			{fault && <FaultNotice fault={fault} />}
		</li>
	);
}
