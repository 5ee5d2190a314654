import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { FaultNotice } from "./page-frame.tsx";
import { usePortal } from "./portal-context.tsx";
import "./story.css";
import { endStory, goToStep, keptStep } from "./story.ts";
import { useLoad } from "./use-load.ts";

/** While somebody is on the demo's tour: what is so here, what to look for, and the way on. */
export function StoryStrip() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [at, setAt] = useState(keptStep);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const start = useLoad(
		"story",
		() => session.client.start(),
		() => false,
	);
	const steps = start.data?.story ?? [];
	const step = at === null ? undefined : steps[at];
	if (at === null || !step) return null;
	const go = (next: number) => {
		setFault(null);
		goToStep(session, steps, next).then(() => setAt(next), setFault);
	};
	return (
		<aside className="story-strip" aria-label={t("story.strip")}>
			<div>
				<p>
					<span className="cs-muted">{t("story.step", { step: at + 1, steps: steps.length })}</span>{" "}
					<strong>{step.title}.</strong> {step.says}
				</p>
				<p>{step.look}</p>
				{fault && <FaultNotice fault={fault} />}
			</div>
			<div className="story-ways">
				{at > 0 && <Button onClick={() => go(at - 1)}>{t("story.back")}</Button>}
				{at < steps.length - 1 && (
					<Button appearance="primary" onClick={() => go(at + 1)}>
						{t("story.next")}
					</Button>
				)}
				<Button
					appearance="subtle"
					onClick={() => {
						endStory();
						setAt(null);
					}}
				>
					{t("story.end")}
				</Button>
			</div>
		</aside>
	);
}
