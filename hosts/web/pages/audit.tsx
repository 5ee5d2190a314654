import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import type { AuditEntryJson, AuditStateJson } from "../../../core/contract/audit.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { auditTable } from "../../../core/contract/tables/audit-table.ts";
import { formatInstant, formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { saveFile, takeBody } from "../table/save-file.ts";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";
import { type Loaded, useLoad } from "../use-load.ts";
import "./audit.css";

/** Who did what, and whether the record of it is whole. */
export function AuditPage() {
	const speech = useSpeech();
	const { t, locale } = speech;
	const { session } = usePortal();
	const view = useTableView(auditTable);
	const state = useLoad("audit-state", () => session.client.auditState());
	const list = useList<AuditEntryJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.audit({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: () => Promise.reject(new Error("entries do not change")),
		hears: () => false,
	});
	return (
		<Page title={t("nav.audit")} heading={state.data ? findingOf(state.data, speech) : t("nav.audit")}>
			<Standing state={state} />
			<LongTable
				view={view}
				list={list}
				looks={looksOf(speech)}
				count={(total, more) => t("audit.count", { count: total, shown: formatNumber(total, locale), more })}
				none={
					<StateNotice state="empty" title={view.isFiltered ? t("audit.noneMatch") : t("audit.none")}>
						<p>{t("audit.noneSays")}</p>
					</StateNotice>
				}
			/>
			<Keeping state={state.data} />
		</Page>
	);
}

function findingOf({ entries, lastCheck }: AuditStateJson, { t, locale }: Speech): string {
	return t("audit.finding", {
		state: lastCheck === null ? "unchecked" : lastCheck.isWhole ? "whole" : "broken",
		entries: formatNumber(lastCheck?.entries ?? entries, locale),
		brokenAt: formatNumber(lastCheck?.brokenAt ?? 0, locale),
	});
}

/** How often a page that waits for a check asks for its end. */
const ASK_MS = 1500;

function Standing({ state }: { state: Loaded<AuditStateJson> }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [since, setSince] = useState<string | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const { data, reload } = state;
	const last = data?.lastCheck ?? null;
	const isChecking = since !== null && (last?.at ?? "") === since;
	useEffect(() => {
		if (!isChecking) return;
		const timer = setInterval(reload, ASK_MS);
		return () => clearInterval(timer);
	}, [isChecking, reload]);
	const check = () => {
		setFault(null);
		setSince(last?.at ?? "");
		session.client.checkAudit().then(reload, (f: CourtsideError) => {
			setSince(null);
			setFault(f);
		});
	};
	return (
		<div className="audit-standing">
			{last && !last.isWhole && <StateNotice state="error" title={last.text} />}
			<div className="row">
				<p className="cs-muted" role="status">
					{isChecking
						? t("audit.checking")
						: last &&
							t("audit.checked", {
								when: formatInstant(Date.parse(last.at), locale, zone),
								entries: formatNumber(last.entries, locale),
								seals: last.seals,
							})}
				</p>
				<Button size="small" onClick={check} disabled={isChecking}>
					{t("audit.check")}
				</Button>
			</div>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}

function looksOf({ locale, zone, now, t }: Speech): Looks<AuditEntryJson> {
	return {
		text: {
			cell: (entry) => (
				<details className="audit-entry">
					<summary>
						<bdi>{entry.text}</bdi>
						<span className="cs-sub cs-narrow-only">{formatInstant(Date.parse(entry.at), locale, zone)}</span>
					</summary>
					<dl className="facts-list">
						<div>
							<dt>{t("audit.action")}</dt>
							<dd>{entry.action}</dd>
						</div>
						<RecordLine entry={entry} />
						{Object.entries(entry.detail).map(([name, value]) => (
							<div key={name}>
								<dt>{name}</dt>
								<dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
							</div>
						))}
						{entry.requestId && (
							<div>
								<dt>{t("audit.request")}</dt>
								<dd>{entry.requestId}</dd>
							</div>
						)}
						<div>
							<dt>{t("audit.hash")}</dt>
							<dd>
								<code>{entry.hash}</code>
							</dd>
						</div>
					</dl>
				</details>
			),
		},
		at: {
			cell: (entry) => (
				<time dateTime={entry.at} title={formatSince(Date.parse(entry.at), now(), locale, zone)}>
					{formatInstant(Date.parse(entry.at), locale, zone)}
				</time>
			),
		},
	};
}

/** Where records of an entity have their page. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
	deal: (id) => `/deals/${id}`,
	lead: (id) => `/leads/${id}`,
	account: (id) => `/accounts/${id}`,
	import: (id) => `/import/${id}`,
	user: (id) => `/audit?actorId=${id}`,
};

function RecordLine({ entry: { entity, entityId, entityName } }: { entry: AuditEntryJson }) {
	const { t } = useSpeech();
	if (entity === null || entityId === null) return null;
	const page = PAGES[entity];
	const name = entityName ?? entityId;
	return (
		<div>
			<dt>{t("audit.record")}</dt>
			<dd>
				{page && entityName !== null ? <Link to={page(entityId)}>{name}</Link> : name}
				<span className="cs-sub">{entity}</span>
			</dd>
		</div>
	);
}

/** How long it is kept, and how it is taken along to be checked elsewhere. */
function Keeping({ state }: { state: AuditStateJson | null }) {
	const { t } = useSpeech();
	return (
		<section className="audit-keeping" aria-label={t("audit.export")}>
			<p>{t("audit.kept")}</p>
			<div className="row">
				<FileButton path="/audit/export" says={t("audit.export")} />
				<FileButton path="/audit/verifier" says={t("audit.verifier")} />
			</div>
			<p className="cs-muted">{t("audit.exportMeans")}</p>
			{state?.head && (
				<p className="cs-muted">
					{t("audit.head")}: <code>{state.head}</code> {t("audit.headMeans")}
				</p>
			)}
		</section>
	);
}

function FileButton({ path, says }: { path: string; says: string }) {
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState(false);
	const stop = useRef(new AbortController());
	useEffect(() => {
		const { current } = stop;
		return () => current.abort();
	}, []);
	const take = async () => {
		setBusy(true);
		setFault(null);
		try {
			const answer = await session.client.file(path, stop.current.signal);
			saveFile(answer, await takeBody(answer, () => {}));
		} catch (f) {
			setFault(f as CourtsideError);
		}
		setBusy(false);
	};
	return (
		<>
			<Button size="small" onClick={() => void take()} disabled={busy}>
				{says}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}
