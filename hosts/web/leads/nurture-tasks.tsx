import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { NurtureTaskJson, NurtureTaskListJson } from "../../../core/contract/nurture.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";

/** As many as one looks over; when one is done the next comes up. */
const MOST_SHOWN = 8;

/** What sequences ask for now, each to be marked as done or left. */
export function NurtureTasks({ tasks, settled }: { tasks: NurtureTaskListJson; settled: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const settle = (task: NurtureTaskJson, state: "done" | "dropped") => {
		setFault(null);
		session.client.settleNurtureTask(task.id, { state }).then(settled, setFault);
	};
	const shown = tasks.items.slice(0, MOST_SHOWN);
	if (shown.length === 0) return <p className="cs-muted">{t("nurture.noTasks")}</p>;
	return (
		<>
			{fault && <FaultNotice fault={fault} />}
			<ul className="routing-log">
				{shown.map((task) => {
					const named = { text: task.text, name: task.lead.name };
					return (
						<li key={task.id} className="nurture-task">
							<div>
								<p>
									<b>{t(`nurture.channel.${task.channel}`)}</b> · {task.text}
								</p>
								<p className="cs-muted">
									<Link to={`/leads/${task.lead.id}`}>{task.lead.name}</Link>
									{[
										task.lead.company,
										task.owner?.name ?? t("deal.noOwner"),
										task.sequence.name,
										formatInstant(Date.parse(task.madeAt), locale, zone),
									].map((part) => part && ` · ${part}`)}
								</p>
								{task.content && <Link to={`/content/${task.content.id}`}>{task.content.title}</Link>}
							</div>
							{me.permissions.includes("leads:write") && (
								<div className="row">
									<Button aria-label={t("nurture.doneFor", named)} onClick={() => settle(task, "done")}>
										{t("nurture.done")}
									</Button>
									<Button
										appearance="subtle"
										aria-label={t("nurture.dropFor", named)}
										onClick={() => settle(task, "dropped")}
									>
										{t("nurture.drop")}
									</Button>
								</div>
							)}
						</li>
					);
				})}
			</ul>
			{tasks.total > shown.length && (
				<p className="cs-muted">{t("nurture.moreTasks", { shown: shown.length, total: tasks.total })}</p>
			)}
		</>
	);
}
