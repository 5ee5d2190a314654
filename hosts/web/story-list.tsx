import { useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { StartInfo } from "../../core/contract/people.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import "./story.css";
import { goToStep } from "./story.ts";

/** What is wrong at the demo company on purpose: each step by one click as the person who sees it best. */
export function StoryList({ start }: { start: Pick<StartInfo, "story" | "people"> }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (start.story.length === 0) return null;
	return (
		<section aria-labelledby="story-title" className="story">
			<h2 id="story-title">{t("story.heading")}</h2>
			<p className="cs-muted">{t("story.says")}</p>
			<ol className="story-steps">
				{start.story.map((step, i) => (
					<li key={step.cause}>
						<button
							type="button"
							className="story-step"
							onClick={() => goToStep(session, start.story, i).catch(setFault)}
						>
							<strong>{step.title}</strong>
							<span>{step.says}</span>
							<span className="cs-muted">
								{t("story.as", { name: start.people.find(({ key }) => key === step.person)?.name ?? "" })}
							</span>
						</button>
					</li>
				))}
			</ol>
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}
