import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { ContentJson } from "../../../core/contract/content.ts";
import { contentTable } from "../../../core/contract/tables/content-table.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** Every battlecard and line as a table, the ones in use first. */
export function ContentLines({ above }: { above: ReactNode }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayWrite = useMe().permissions.includes("content:write");
	const view = useTableView(contentTable);
	const lines = useLoad(
		"content",
		() => session.client.contents(),
		(e) => e.type === "content.changed",
	);
	const inUse = lines.data?.items.filter((c) => !c.isArchived).length ?? 0;
	const write = mayWrite && (
		<Button appearance="primary" onClick={() => navigate("/content/new")}>
			{t("content.new")}
		</Button>
	);
	return (
		<Page
			title={t("nav.content")}
			heading={lines.data ? t("content.finding", { count: inUse }) : t("nav.content")}
			above={above}
			actions={write}
		>
			<Loading of={lines} lines={8}>
				{({ items }) => (
					<WholeTable
						view={view}
						rows={items}
						rowKey={(c) => c.id}
						looks={{ title: { cell: (c) => <Title line={c} /> } }}
						none={
							<StateNotice state="empty" title={t("content.finding", { count: 0 })} action={write}>
								<p>{t("content.noneSays")}</p>
							</StateNotice>
						}
					/>
				)}
			</Loading>
		</Page>
	);
}

function Title({ line }: { line: ContentJson }) {
	const { t } = useSpeech();
	const sub = [t(`contentKind.${line.kind}`), line.competitor?.name, line.stage?.name].filter(Boolean).join(" · ");
	return (
		<>
			<Link to={`/content/${line.id}`} data-row-link>
				<bdi>{line.title}</bdi>
			</Link>
			{line.isArchived && <span className="cs-sub">{t("contentState.archived")}</span>}
			<span className="cs-sub cs-narrow-only">{sub}</span>
		</>
	);
}
