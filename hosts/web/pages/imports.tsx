import { Button } from "@fluentui/react-components";
import { type DragEvent, useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ImportJson } from "../../../core/contract/imports.ts";
import { importTable } from "../../../core/contract/tables/import-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { filesOf } from "../dropped-files.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** Bring files in, and what was brought in before. */
export function ImportsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const past = useLoad(
		"imports",
		() => session.client.imports(),
		(e) => e.type.startsWith("import."),
	);
	return (
		<Page title={t("nav.import")} heading={t("import.promise")}>
			<div className="stack">
				{me.permissions.includes("imports:write") && <DropZone />}
				<section aria-labelledby="past-title">
					<h2 id="past-title">{t("import.past")}</h2>
					<Loading of={past} lines={4}>
						{({ items }) =>
							items.length > 0 ? <Past rows={items} /> : <p className="cs-muted">{t("import.noPast")}</p>
						}
					</Loading>
				</section>
			</div>
		</Page>
	);
}

function DropZone() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayConnect = useMe().permissions.includes("connections:write");
	const [over, setOver] = useState(false);
	const [sending, setSending] = useState<File[] | null>(null);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const picker = useRef<HTMLInputElement>(null);
	const folder = useRef<HTMLInputElement>(null);
	const send = (files: File[]) => {
		const usable = files.filter((f) => /\.(csv|tsv|txt|xlsx|zip)$/i.test(f.name));
		if (usable.length === 0) return;
		const form = new FormData();
		for (const file of usable) form.append("files", file, file.name);
		setSending(usable);
		setFault(null);
		session.client.upload(form).then(
			(made) => navigate(`/import/${made.id}`),
			(f: CourtsideError) => {
				setSending(null);
				setFault(f);
			},
		);
	};
	const drop = (event: DragEvent) => {
		event.preventDefault();
		setOver(false);
		void filesOf(event.dataTransfer).then(send);
	};
	if (sending) return <Progress text={t("import.sending", { count: sending.length })} done={null} total={null} />;
	return (
		<>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the buttons inside are everyone's */}
			<div
				className={`drop${over ? " drop-over" : ""}`}
				onDragOver={(event) => {
					event.preventDefault();
					setOver(true);
				}}
				onDragLeave={() => setOver(false)}
				onDrop={drop}
			>
				<p>
					<strong>{t("import.drop")}</strong>
				</p>
				<p className="cs-muted">{t("import.takes")}</p>
				<div className="row">
					<Button appearance="primary" onClick={() => picker.current?.click()}>
						{t("import.pick")}
					</Button>
					<Button onClick={() => folder.current?.click()}>{t("import.pickFolder")}</Button>
				</div>
				{mayConnect && (
					<p className="way-on">
						<Link to="/connections">{t("import.orConnect")}</Link>
					</p>
				)}
				<input
					ref={picker}
					type="file"
					multiple
					hidden
					accept=".csv,.tsv,.txt,.xlsx,.zip"
					data-testid="files"
					aria-label={t("import.pick")}
					onChange={(event) => send([...(event.target.files ?? [])])}
				/>
				<input
					ref={folder}
					type="file"
					hidden
					{...{ webkitdirectory: "" }}
					aria-label={t("import.pickFolder")}
					onChange={(event) => send([...(event.target.files ?? [])])}
				/>
			</div>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}

function Past({ rows }: { rows: ImportJson[] }) {
	const { locale, zone } = useSpeech();
	const view = useTableView(importTable);
	const looks: Looks<ImportJson> = {
		name: {
			cell: (row) => (
				<>
					<Link to={`/import/${row.id}`} data-row-link>
						{row.name}
					</Link>
					<span className="cs-sub">{formatInstant(Date.parse(row.createdAt), locale, zone)}</span>
				</>
			),
		},
		state: { narrow: true },
	};
	return <WholeTable view={view} rows={rows} rowKey={(row) => row.id} looks={looks} />;
}
