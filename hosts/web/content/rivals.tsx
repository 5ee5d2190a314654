import { Button, Field, Input } from "@fluentui/react-components";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import type { CompetitorJson } from "../../../core/contract/content.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { useLoad } from "../use-load.ts";

/** Competitors with the spellings by which they are heard. */
export function Rivals({ above }: { above: ReactNode }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayWrite = useMe().permissions.includes("content:write");
	const rivals = useLoad(
		"competitors",
		() => session.client.competitors(),
		(e) => e.type === "content.changed",
	);
	const [editing, setEditing] = useState<string | null>(null);
	const done = () => {
		setEditing(null);
		rivals.reload();
	};
	return (
		<Page
			title={t("rivals.title")}
			heading={rivals.data ? t("rivals.finding", { count: rivals.data.items.length }) : t("rivals.title")}
			above={above}
		>
			<p className="page-sub cs-muted">{t("rivals.says")}</p>
			<Loading of={rivals} lines={5}>
				{({ items }) => (
					<>
						<ul className="rivals">
							{items.map((rival) => (
								<li key={rival.id}>
									{editing === rival.id ? (
										<RivalForm rival={rival} done={done} cancel={() => setEditing(null)} />
									) : (
										<RivalLine
											rival={rival}
											mayWrite={mayWrite}
											edit={() => setEditing(rival.id)}
											reload={rivals.reload}
										/>
									)}
								</li>
							))}
						</ul>
						{mayWrite && <RivalForm rival={null} done={done} />}
					</>
				)}
			</Loading>
		</Page>
	);
}

function RivalLine(props: { rival: CompetitorJson; mayWrite: boolean; edit: () => void; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { rival } = props;
	const deed = useDeed();
	return (
		<>
			<div className="rival">
				<span>
					<strong>{rival.name}</strong>
					<span className="cs-sub">
						{[rival.aliases.join(", "), t("rivals.in", { lines: rival.lines, deals: rival.deals })]
							.filter(Boolean)
							.join(" · ")}
					</span>
				</span>
				{props.mayWrite && (
					<span className="row">
						<Button size="small" onClick={props.edit} aria-label={`${t("deal.edit")}: ${rival.name}`}>
							{t("deal.edit")}
						</Button>
						<Button
							size="small"
							disabled={deed.busy}
							aria-label={`${t("rivals.remove")}: ${rival.name}`}
							onClick={() => deed.run(() => session.client.removeCompetitor(rival.id), props.reload)}
						>
							{t("rivals.remove")}
						</Button>
					</span>
				)}
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}

function RivalForm(props: { rival: CompetitorJson | null; done: () => void; cancel?: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { rival } = props;
	const [name, setName] = useState(rival?.name ?? "");
	const [aliases, setAliases] = useState(rival?.aliases.join(", ") ?? "");
	const deed = useDeed();
	const key = useRef(crypto.randomUUID());
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const list = aliases.split(/[,،、]/).map((a) => a.trim());
		const body = { name: name.trim(), aliases: list.filter((a) => a !== "") };
		deed.run(
			() =>
				rival
					? session.client.updateCompetitor(rival.id, { ...body, version: rival.version })
					: session.client.createCompetitor(body, key.current),
			() => {
				key.current = crypto.randomUUID();
				if (!rival) {
					setName("");
					setAliases("");
				}
				props.done();
			},
		);
	};
	return (
		<form className="plan-form" onSubmit={submit}>
			<Field label={t("rivals.name")}>
				<Input value={name} maxLength={120} onChange={(_, d) => setName(d.value)} />
			</Field>
			<Field label={t("rivals.aliases")} className="plan-form-title">
				<Input value={aliases} maxLength={2000} onChange={(_, d) => setAliases(d.value)} />
			</Field>
			<div className="row">
				<Button type="submit" appearance="primary" disabled={deed.busy || name.trim() === ""}>
					{rival ? t("deal.save") : t("rivals.add")}
				</Button>
				{props.cancel && <Button onClick={props.cancel}>{t("kit.cancel")}</Button>}
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
