import { Button } from "@fluentui/react-components";
import type { ContentJson, ContentPageJson, ContentVersionJson } from "../../../core/contract/content.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Markdown } from "../markdown.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";

/** How often a line was used and how those deals stand, without a claim that it made them so. */
export function ContentUses({ line }: { line: ContentJson }) {
	const { t } = useSpeech();
	const { shown, opened, used, deals } = line.uses;
	const n = deals.open + deals.won + deals.lost;
	return (
		<section aria-labelledby="uses-title">
			<h2 id="uses-title">{t("content.usesTitle")}</h2>
			{used === 0 ? (
				<p className="content-says">{t("content.usesNone", { shown, opened })}</p>
			) : (
				<>
					<p className="content-says">{t("content.uses", { used, n, ...deals, shown, opened })}</p>
					<p className="cs-muted content-says">{t("content.noClaim")}</p>
				</>
			)}
		</section>
	);
}

/** What the line said before, newest first; any of it can be gone back to. */
export function ContentHistory(props: {
	page: ContentPageJson;
	mayWrite: boolean;
	restored: (page: ContentPageJson) => void;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { page, mayWrite } = props;
	const deed = useDeed();
	const when = (at: string, name: string | undefined) => {
		const day = formatInstant(Date.parse(at), locale, zone);
		return name ? t("content.savedBy", { when: day, name }) : day;
	};
	const restore = ({ version: _, savedAt: __, savedBy: ___, ...fields }: ContentVersionJson) =>
		deed.run(async () => {
			const { id, version } = page.content;
			props.restored(await session.client.updateContent(id, { ...fields, version }));
		});
	return (
		<section aria-labelledby="past-title">
			<h2 id="past-title">{t("content.history")}</h2>
			<p className="cs-muted content-says">
				{t("content.version", { version: page.content.version })} ·{" "}
				{when(page.content.updatedAt, page.content.updatedBy?.name)}
			</p>
			{deed.fault && <FaultNotice fault={deed.fault} />}
			{page.versions.length === 0 && <p className="cs-muted content-says">{t("content.historyNone")}</p>}
			<ul className="content-versions">
				{page.versions.map((v) => (
					<li key={v.version}>
						<details>
							<summary>
								{t("content.version", { version: v.version })}{" "}
								<span className="cs-muted">· {when(v.savedAt, v.savedBy?.name)}</span>
							</summary>
							<div lang={v.locale} dir="auto">
								<h3>{v.title}</h3>
								<Markdown source={v.body} />
							</div>
							{mayWrite && (
								<Button
									size="small"
									disabled={deed.busy}
									aria-label={`${t("content.restore")}: ${t("content.version", { version: v.version })}`}
									onClick={() => restore(v)}
								>
									{t("content.restore")}
								</Button>
							)}
						</details>
					</li>
				))}
			</ul>
		</section>
	);
}
