import type { ReactNode } from "react";
import { useSpeech } from "./kit-words.tsx";

/** Grey lines where content will stand. For waits of up to a second; beyond it use Progress. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
	const { t } = useSpeech();
	return (
		<div className="cs-skeleton" role="status" aria-label={t("kit.loading")}>
			{Array.from({ length: lines }, (_, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: grey lines have nothing else to be known by
				<span key={i} style={{ inlineSize: `${[92, 64, 78, 48, 85, 56][i % 6]}%` }} aria-hidden="true" />
			))}
		</div>
	);
}

/** What a page shows instead of its content, or above it. Every state says what happened and what can be done now. */
export function StateNotice(props: {
	state: "empty" | "error" | "stale" | "forbidden" | "note";
	/** What happened, or what will be here. */
	title: string;
	/** What it means, and what to do now. */
	children?: ReactNode;
	/** The button that brings it, or tries again. */
	action?: ReactNode;
	/** What finds the fault in the log. */
	reference?: string | undefined;
}) {
	const { t } = useSpeech();
	const { state, title, children, action, reference } = props;
	return (
		<div className={`cs-notice cs-notice-${state}`} role={state === "error" ? "alert" : "status"}>
			<p className="cs-notice-title">{title}</p>
			{children && <div className="cs-notice-body">{children}</div>}
			{action && <div className="cs-notice-action">{action}</div>}
			{reference && <p className="cs-muted cs-notice-ref">{t("kit.reference", { reference })}</p>}
		</div>
	);
}
