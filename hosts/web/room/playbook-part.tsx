import { Button, ToggleButton } from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import type { FittingContentJson, RoomJson } from "../../../core/contract/room.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Markdown } from "../markdown.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { type Deed, useDeed } from "./use-deed.ts";

/** What can be said or sent in this deal: the lines that fit its stage, its industry and whom we meet in it. */
export function PlaybookPart(props: { dealId: string; room: RoomJson; mayChange: boolean; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { permissions } = useMe();
	const { dealId, room, mayChange, reload } = props;
	const deed = useDeed();
	const noted = useRef("");
	const shown = room.playbook.map((line) => line.id).join();
	useEffect(() => {
		if (shown === "" || noted.current === shown) return;
		noted.current = shown;
		// Counting must never stand in the way of reading.
		session.client.noteContentUse(dealId, { contentIds: shown.split(","), kind: "shown" }).catch(() => undefined);
	}, [shown, dealId, session]);
	const set = (id: string, isIn: boolean) => {
		const others = room.competitors.filter((c) => c.isIn && c.id !== id).map((c) => c.id);
		deed.run(() => session.client.setCompetitors(dealId, isIn ? [...others, id] : others), reload);
	};
	return (
		<section aria-labelledby="playbook-title" className="stack">
			<h2 id="playbook-title">{t("playbook.count", { count: room.playbook.length })}</h2>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			{room.competitors.length > 0 && (
				<div>
					<h3 id="rivals-title">{t("playbook.rivals")}</h3>
					{/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
					<div className="row" role="group" aria-labelledby="rivals-title">
						{room.competitors.map((c) => (
							<ToggleButton
								key={c.id}
								size="small"
								checked={c.isIn}
								disabled={!mayChange || deed.busy}
								onClick={() => set(c.id, !c.isIn)}
							>
								{c.name}
								{c.isHeard && !c.isIn && <span className="cs-amber"> · {t("playbook.heard")}</span>}
							</ToggleButton>
						))}
					</div>
				</div>
			)}
			{room.playbook.length === 0 && <p className="cs-muted plan-none">{t("playbook.none")}</p>}
			<ul className="playbook">
				{room.playbook.map((line) => (
					<Line key={line.id} line={line} dealId={dealId} deed={deed} reload={reload} />
				))}
			</ul>
			{permissions.includes("content:read") && (
				<p>
					<Link to="/content">{t("playbook.all")}</Link>
				</p>
			)}
		</section>
	);
}

function Line(props: { line: FittingContentJson; dealId: string; deed: Deed; reload: () => void }) {
	const { t, locale, zone, now } = useSpeech();
	const { session } = usePortal();
	const { line, dealId, deed, reload } = props;
	const note = (kind: "opened" | "used") => session.client.noteContentUse(dealId, { contentIds: [line.id], kind });
	return (
		<li>
			<details onToggle={(event) => event.currentTarget.open && note("opened").catch(() => undefined)}>
				<summary>
					<span className="playbook-title">{line.title}</span>
					<span className="cs-sub">
						{line.fits.length === 0 ? t("playbook.any") : line.fits.map((fit) => t(`playbook.fits.${fit}`)).join(" · ")}
					</span>
				</summary>
				<div lang={line.locale}>
					<Markdown source={line.body} />
				</div>
			</details>
			<div className="row">
				<Button
					size="small"
					disabled={deed.busy}
					aria-label={t("playbook.useOf", { title: line.title })}
					onClick={() => deed.run(() => note("used"), reload)}
				>
					{t("playbook.use")}
				</Button>
				{line.usedAt && (
					<span className="cs-muted">
						{t("playbook.used", { when: formatSince(Date.parse(line.usedAt), now(), locale, zone) })}
					</span>
				)}
			</div>
		</li>
	);
}
