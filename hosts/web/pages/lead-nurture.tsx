import { Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import "../leads/leads.css";
import { NurtureEditor } from "../leads/nurture-editor.tsx";
import { NurtureList } from "../leads/nurture-list.tsx";
import { NurtureTasks } from "../leads/nurture-tasks.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What is to be done to keep leads warm, the sequences that ask for it, and what they changed. */
export function LeadNurturePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const mayChange = me.permissions.includes("leads:route");
	const [edited, setEdited] = useState<string | null>(null);
	const loaded = useLoad(
		"lead-nurture",
		async () => {
			const [sequences, tasks] = await Promise.all([session.client.nurtures(), session.client.nurtureTasks()]);
			return { sequences, tasks };
		},
		(e) => e.entity === "lead" || e.type === "import.finished",
	);
	const { data } = loaded;
	const heading = data
		? t("nurture.heading", {
				running: data.sequences.items.filter((s) => s.state === "running").length,
				tasks: data.tasks.total,
			})
		: t("nurture.title");
	const chosen = data?.sequences.items.find((s) => s.id === edited) ?? null;
	const add = (
		<Button icon={<AddRegular />} onClick={() => setEdited("new")}>
			{t("nurture.add")}
		</Button>
	);
	return (
		<Page title={t("nurture.title")} heading={heading} above={<LeadWays />}>
			<Loading of={loaded} lines={10}>
				{({ sequences, tasks }) => (
					<div className="stack">
						<section aria-labelledby="nurture-tasks">
							<h2 id="nurture-tasks">{t("nurture.tasks")}</h2>
							<NurtureTasks tasks={tasks} settled={loaded.reload} />
						</section>
						<section aria-labelledby="nurture-sequences" className="stack-tight">
							<h2 id="nurture-sequences">{t("nurture.sequences")}</h2>
							{sequences.items.length === 0 && edited === null ? (
								<StateNotice state="empty" title={t("nurture.none")} {...(mayChange && { action: add })}>
									<p>{t("nurture.noneSays")}</p>
								</StateNotice>
							) : (
								<>
									{mayChange && edited === null && <div>{add}</div>}
									{edited !== null && (
										<NurtureEditor
											key={edited}
											sequence={chosen}
											extras={sequences.extraFields}
											saved={loaded.reload}
											close={() => setEdited(null)}
										/>
									)}
									<NurtureList sequences={sequences} {...(mayChange && { edit: setEdited })} changed={loaded.reload} />
								</>
							)}
						</section>
					</div>
				)}
			</Loading>
		</Page>
	);
}
