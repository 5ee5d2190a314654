import { Button } from "@fluentui/react-components";
import { type ReactNode, useEffect, useRef } from "react";
import type { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Words } from "../../core/words/words.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { Skeleton, StateNotice } from "../kit/state-notice.tsx";
import { Link, usePlace } from "./router.tsx";
import type { Loaded } from "./use-load.ts";

let firstPath: string | null = location.pathname;

/**
 * A page: its answer as the heading, then what follows. Names the document, and after a move within the portal puts the
 * focus on the heading, so that a screen reader says where one has come.
 */
export function Page(props: {
	title: string;
	heading?: ReactNode;
	above?: ReactNode;
	actions?: ReactNode;
	children: ReactNode;
}) {
	const { title, heading, above, actions, children } = props;
	const { t } = useSpeech();
	const { path } = usePlace();
	const top = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		document.title = `${title} · ${t("app.name")}`;
	}, [title, t]);
	useEffect(() => {
		if (firstPath !== path) {
			firstPath = null;
			top.current?.focus({ preventScroll: true });
		}
	}, [path]);
	return (
		<div className="page">
			{above && <div className="page-above">{above}</div>}
			<header className="page-head">
				<h1 ref={top} tabIndex={-1}>
					{heading ?? title}
				</h1>
				{actions && <div className="page-actions">{actions}</div>}
			</header>
			{children}
		</div>
	);
}

/** What a failed call means to the person: the server's own words, a way on, and the reference. */
export function FaultNotice({ fault, onRetry }: { fault: CourtsideError; onRetry?: () => void }) {
	const { t, words } = useSpeech();
	const permission = fault.code === "forbidden" ? lackedPermission(fault.message, words) : null;
	const state = fault.code === "forbidden" ? "forbidden" : fault.code === "not_found" ? "empty" : "error";
	const title =
		state === "forbidden" ? t("fault.forbidden") : state === "empty" ? t("fault.notFound") : t("fault.failed");
	return (
		<StateNotice
			state={state}
			title={title}
			reference={fault.requestId}
			action={onRetry && state === "error" && <Button onClick={onRetry}>{t("fault.again")}</Button>}
		>
			<p>{fault.code ? (permission ? t("fault.needs", { permission }) : fault.message) : t("fault.offline")}</p>
			{!fault.code && (
				<p>
					<Link to="/offline">{t("offline.what")}</Link>
				</p>
			)}
			{fault.errors && (
				<ul>
					{fault.errors.map((e) => (
						<li key={e.path + e.message}>
							{e.path}: {e.message}
						</li>
					))}
				</ul>
			)}
		</StateNotice>
	);
}

/** What the permission that a refusal names lets one do, in words; null where it names none. */
function lackedPermission(message: string, words: Words): string | null {
	const [, group, verb] = /\(([a-z-]+):([a-z-]+)\)/.exec(message) ?? [];
	if (group === undefined) return null;
	const key = `permission.${group}.${verb}`;
	const said = words(key);
	return said === key ? null : said;
}

/** Skeleton, then data; a fault beside data says that what is shown is older. */
export function Loading<T>({
	of,
	lines,
	children,
}: {
	of: Loaded<T>;
	lines?: number;
	children: (data: T) => ReactNode;
}) {
	const { t } = useSpeech();
	if (of.data === null) {
		return of.fault ? <FaultNotice fault={of.fault} onRetry={of.reload} /> : <Skeleton lines={lines ?? 6} />;
	}
	return (
		<>
			{of.fault && (
				<StateNotice
					state="stale"
					title={t("fault.older")}
					reference={of.fault.requestId}
					action={<Button onClick={of.reload}>{t("fault.again")}</Button>}
				/>
			)}
			{children(of.data)}
		</>
	);
}
