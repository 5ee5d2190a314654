import type { ReactNode } from "react";
import { useSpeech } from "../kit/kit-words.tsx";
import "./step-list.css";

/** Something to be done on the way to a goal. */
export interface Step {
	id: string;
	title: string;
	isDone: boolean;
	/** Shown while it is the next one. */
	how?: ReactNode;
	/** Shown as well while this one is the next: the two go together. */
	opensWith?: string;
}

/** Steps in their order: what is done, what is next and how. The heading counts them; `children` stand beneath it. */
export function StepList({ id, steps, children }: { id: string; steps: readonly Step[]; children?: ReactNode }) {
	const { t } = useSpeech();
	const next = steps.find(({ isDone }) => !isDone);
	const done = steps.filter(({ isDone }) => isDone).length;
	return (
		<section aria-labelledby={id} className="stack-tight">
			<h2 id={id}>{t("chat.setUp", { done, all: steps.length })}</h2>
			{children}
			{next && (
				<ol className="step-list">
					{steps.map(({ id: step, title, isDone, how, opensWith }) => (
						<li key={step} aria-current={step === next.id ? "step" : undefined} data-done={isDone || undefined}>
							<p>
								<span className="step-title">{title}</span>{" "}
								{(isDone || step === next.id) && (
									<span className="cs-muted">{isDone ? `✓ ${t("chat.isDone")}` : t("chat.isNext")}</span>
								)}
							</p>
							{!isDone && (step === next.id || opensWith === next.id) && how}
						</li>
					))}
				</ol>
			)}
		</section>
	);
}
