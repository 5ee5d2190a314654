import { useEffect } from "react";
import type { Client } from "../../../core/contract/client.ts";
import type { SharedPanelJson } from "../../../core/contract/panel.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Skeleton } from "../../kit/state-notice.tsx";
import { Gate } from "./gate.tsx";
import { useAnswer } from "./use-answer.ts";

/** What everybody in the meeting sees: agenda and agreed steps, as the rep shared them, and nothing else. */
export function Stage({ client, token }: { client: Client; token: string }) {
	const shared = useAnswer(token, () => client.sharedPanel(token));
	useEffect(() => document.body.classList.add("on-stage"), []);
	if (shared.fault) return <Gate kind="nothing-shared" />;
	if (!shared.data) return <Skeleton lines={6} />;
	return <Agreed {...shared.data} />;
}

function Agreed({ title, agenda, steps }: SharedPanelJson) {
	const { t, locale } = useSpeech();
	return (
		<main className="panel-page panel-stage">
			<h1 dir="auto">{title}</h1>
			{agenda.length > 0 && (
				<section>
					<h2>{t("panel.agenda")}</h2>
					<ol>
						{agenda.map((line) => (
							<li key={line} dir="auto">
								{line}
							</li>
						))}
					</ol>
				</section>
			)}
			{steps.length > 0 && (
				<section>
					<h2>{t("panel.steps")}</h2>
					<ul>
						{steps.map(({ text, owner, dueOn }) => (
							<li key={text} dir="auto">
								{text}{" "}
								<span className="cs-muted">
									{t(`panel.owner.${owner}`)}
									{dueOn && ` · ${t("live.by", { day: formatDay(dueOn, locale) })}`}
								</span>
							</li>
						))}
					</ul>
				</section>
			)}
		</main>
	);
}
