import { Button, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { type FormEvent, useRef, useState } from "react";
import { CONTENT_KINDS, type ContentJson, type ContentPageJson } from "../../../core/contract/content.ts";
import { LOCALE_NAMES, LOCALES } from "../../../core/words/locales.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Markdown } from "../markdown.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { useLoad } from "../use-load.ts";

/** A line as it is typed; "" stands for any. */
interface Draft {
	kind: ContentJson["kind"];
	title: string;
	body: string;
	competitorId: string;
	stageId: string;
	industry: string;
	locale: string;
}

/** Writes a line, with what sellers will read beside it. `line` null: a new one. */
export function ContentForm(props: {
	line: ContentJson | null;
	saved: (page: ContentPageJson) => void;
	reload?: () => void;
}) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { line } = props;
	const [draft, setDraft] = useState<Draft>({
		kind: line?.kind ?? "battlecard",
		title: line?.title ?? "",
		body: line?.body ?? "",
		competitorId: line?.competitor?.id ?? "",
		stageId: line?.stage?.id ?? "",
		industry: line?.industry ?? "",
		locale: line?.locale ?? locale.split("-")[0] ?? "en",
	});
	// The version that was read when one began to write.
	const [read] = useState(line?.version);
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
	const save = (version: number | undefined, more: { isArchived?: boolean } = {}) => {
		const body = {
			...draft,
			competitorId: draft.competitorId || null,
			stageId: draft.stageId || null,
			industry: draft.industry || null,
		};
		deed.run(async () => {
			if (line)
				return props.saved(
					await session.client.updateContent(line.id, { ...body, ...more, ...(version ? { version } : {}) }),
				);
			const made = await session.client.createContent(body, key.current);
			props.saved({ content: made, versions: [] });
		});
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		save(read);
	};
	const isConflict = deed.fault?.code === "version_conflict";
	const isEmpty = draft.title.trim() === "" || draft.body.trim() === "";
	return (
		<div className="columns">
			<form className="form content-form" onSubmit={submit}>
				<Field label={t("content.title")} required>
					<Input value={draft.title} maxLength={200} onChange={(_, d) => set({ title: d.value })} />
				</Field>
				<Aims draft={draft} set={set} />
				<Field label={t("content.body")} hint={t("content.bodyHint")} required>
					<Textarea
						value={draft.body}
						maxLength={20_000}
						rows={12}
						resize="vertical"
						onChange={(_, d) => set({ body: d.value })}
					/>
				</Field>
				{isConflict ? (
					<StateNotice
						state="stale"
						title={t("content.conflict")}
						action={
							<>
								<Button appearance="primary" onClick={() => save(line?.version)} disabled={deed.busy}>
									{t("deal.saveMine")}
								</Button>
								<Button
									onClick={() => line && deed.run(async () => props.saved(await session.client.content(line.id)))}
								>
									{t("deal.keepTheirs")}
								</Button>
							</>
						}
					/>
				) : (
					deed.fault && <FaultNotice fault={deed.fault} {...(props.reload ? { onRetry: props.reload } : {})} />
				)}
				<div className="row">
					<Button type="submit" appearance="primary" disabled={deed.busy || isConflict || isEmpty}>
						{t("deal.save")}
					</Button>
					{line && (
						<Button disabled={deed.busy || isEmpty} onClick={() => save(read, { isArchived: !line.isArchived })}>
							{t(line.isArchived ? "content.unarchive" : "content.archive")}
						</Button>
					)}
				</div>
			</form>
			<section aria-labelledby="preview-title" className="content-preview">
				<h2 id="preview-title">{t("content.preview")}</h2>
				<div lang={draft.locale} dir="auto">
					{draft.title.trim() !== "" && <h3>{draft.title}</h3>}
					<Markdown source={draft.body} />
				</div>
			</section>
		</div>
	);
}

/** What the line is for: kind, competitor, stage, industry and language. */
function Aims({ draft, set }: { draft: Draft; set: (changes: Partial<Draft>) => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const stages = useLoad("stages", () => session.client.stages());
	const rivals = useLoad("competitors", () => session.client.competitors());
	return (
		<div className="content-aims">
			<Field label={t("content.kind")}>
				<Select
					value={draft.kind}
					onChange={(_, d) => set({ kind: CONTENT_KINDS.find((k) => k === d.value) ?? "battlecard" })}
				>
					{CONTENT_KINDS.map((kind) => (
						<option key={kind} value={kind}>
							{t(`contentKind.${kind}`)}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("content.competitor")}>
				<Select value={draft.competitorId} onChange={(_, d) => set({ competitorId: d.value })}>
					<option value="">{t("content.any")}</option>
					{rivals.data?.items.map((c) => (
						<option key={c.id} value={c.id}>
							{c.name}
						</option>
					))}
				</Select>
			</Field>
			<Field label={t("deal.stage")}>
				<Select value={draft.stageId} onChange={(_, d) => set({ stageId: d.value })}>
					<option value="">{t("content.any")}</option>
					{stages.data?.items
						.filter((s) => s.kind === "open")
						.map((s) => (
							<option key={s.id} value={s.id}>
								{s.name}
							</option>
						))}
				</Select>
			</Field>
			<Field label={t("content.industry")}>
				<Input value={draft.industry} maxLength={120} onChange={(_, d) => set({ industry: d.value })} />
			</Field>
			<Field label={t("content.language")}>
				<Select value={draft.locale} onChange={(_, d) => set({ locale: d.value })}>
					{LOCALES.filter((l) => l !== "en-XB").map((l) => (
						<option key={l} value={l}>
							{LOCALE_NAMES[l]}
						</option>
					))}
				</Select>
			</Field>
		</div>
	);
}
