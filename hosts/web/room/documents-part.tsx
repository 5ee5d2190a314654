import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { DealDocumentJson, RoomJson } from "../../../core/contract/room.ts";
import { DOCUMENT_BYTES, DOCUMENT_TYPES } from "../../../core/model/room.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readableSize, saveFile } from "../table/save-file.ts";
import { useDeed } from "./use-deed.ts";

const ENDINGS = Object.keys(DOCUMENT_TYPES);

/** The deal's papers: files to download, and links to where others lie. */
export function DocumentsPart(props: { dealId: string; room: RoomJson; mayChange: boolean; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { dealId, room, mayChange, reload } = props;
	const deed = useDeed();
	const take = async ({ id }: DealDocumentJson) => {
		const answer = await session.fetch(`/api/v1/opportunities/${dealId}/documents/${id}`);
		if (!answer.ok)
			throw new CourtsideError("unavailable", `The server answered ${answer.status}. Try again in a moment.`);
		saveFile(answer, await answer.blob());
	};
	return (
		<section aria-labelledby="documents-title" className="stack">
			<div>
				<h2 id="documents-title">{t("documents.count", { count: room.documents.length })}</h2>
				<p className="cs-muted plan-none">{t("documents.says")}</p>
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			{room.documents.length > 0 && (
				<ul className="happenings documents">
					{room.documents.map((d) => (
						<li key={d.id}>
							<span>
								{d.url ? (
									<a href={d.url} target="_blank" rel="noopener noreferrer">
										{d.name}
									</a>
								) : (
									<button type="button" className="link-button" onClick={() => deed.run(() => take(d))}>
										{d.name}
									</button>
								)}
								<span className="cs-sub">
									{[
										d.url ? t("documents.link") : readableSize(d.bytes ?? 0, locale),
										d.addedBy?.name,
										formatInstant(Date.parse(d.addedAt), locale, zone),
									]
										.filter(Boolean)
										.join(" · ")}
								</span>
							</span>
							{mayChange && (
								<Button
									size="small"
									disabled={deed.busy}
									aria-label={t("documents.removeOf", { name: d.name })}
									onClick={() => deed.run(() => session.client.removeDocument(dealId, d.id), reload)}
								>
									{t("documents.remove")}
								</Button>
							)}
						</li>
					))}
				</ul>
			)}
			{mayChange && (
				<div className="columns">
					<Upload dealId={dealId} reload={reload} />
					<LinkForm dealId={dealId} reload={reload} />
				</div>
			)}
		</section>
	);
}

function Upload({ dealId, reload }: { dealId: string; reload: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const input = useRef<HTMLInputElement>(null);
	const send = (files: FileList | null) => {
		const all = [...(files ?? [])];
		deed.run(
			async () => {
				for (const file of all) {
					if (file.size > DOCUMENT_BYTES) {
						const most = readableSize(DOCUMENT_BYTES, locale);
						throw new CourtsideError("too_large", t("documents.tooLarge", { name: file.name, most }));
					}
					const form = new FormData();
					form.append("file", file);
					await session.client.addDocument(dealId, form);
				}
			},
			() => {
				if (input.current) input.current.value = "";
				reload();
			},
		);
	};
	return (
		<div className="stack-tight">
			<h3>{t("documents.addFile")}</h3>
			<input
				ref={input}
				type="file"
				multiple
				hidden
				tabIndex={-1}
				accept={ENDINGS.map((e) => `.${e}`).join()}
				onChange={(event) => send(event.currentTarget.files)}
			/>
			<Button appearance="primary" disabled={deed.busy} onClick={() => input.current?.click()}>
				{deed.busy ? t("documents.sending") : t("documents.choose")}
			</Button>
			<p className="cs-muted">
				{t("documents.types", { types: ENDINGS.join(", "), most: readableSize(DOCUMENT_BYTES, locale) })}
			</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</div>
	);
}

function LinkForm({ dealId, reload }: { dealId: string; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [name, setName] = useState("");
	const [url, setUrl] = useState("");
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const submit = (event: FormEvent) => {
		event.preventDefault();
		deed.run(
			() => session.client.addLink(dealId, { name: name.trim(), url: url.trim() }, key.current),
			() => {
				key.current = crypto.randomUUID();
				setName("");
				setUrl("");
				reload();
			},
		);
	};
	return (
		<form className="form" onSubmit={submit}>
			<h3>{t("documents.addLink")}</h3>
			<Field label={t("documents.name")}>
				<Input value={name} maxLength={200} onChange={(_, d) => setName(d.value)} />
			</Field>
			<Field label={t("documents.address")}>
				<Input type="url" value={url} maxLength={2000} placeholder="https://" onChange={(_, d) => setUrl(d.value)} />
			</Field>
			<Button type="submit" disabled={deed.busy || name.trim() === "" || url.trim() === ""}>
				{t("documents.addLink")}
			</Button>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
