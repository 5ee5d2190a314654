import { useState } from "react";
import type { ContentPageJson } from "../../../core/contract/content.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { ContentForm } from "../content/content-form.tsx";
import { ContentHistory, ContentUses } from "../content/content-past.tsx";
import { Markdown } from "../markdown.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../content/content.css";
import "../room/room.css";

/** One battlecard or line: written by those who may, read by everyone; `new` begins one. */
export function ContentPage({ id }: { id: string }) {
	const { t } = useSpeech();
	const mayWrite = useMe().permissions.includes("content:write");
	if (id !== "new") return <OneLine id={id} mayWrite={mayWrite} />;
	return (
		<Page title={t("content.newTitle")} above={<Link to="/content">{t("nav.content")}</Link>}>
			<ContentForm line={null} saved={({ content }) => navigate(`/content/${content.id}`)} />
		</Page>
	);
}

function OneLine({ id, mayWrite }: { id: string; mayWrite: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const page = useLoad(
		id,
		() => session.client.content(id),
		(e) => e.entityId === id,
	);
	const content = page.data?.content;
	// What was typed stays while others change it; only what this person saved or restored begins the form anew.
	const [began, setBegan] = useState(0);
	const begin = (made: ContentPageJson) => {
		page.put(made);
		setBegan((n) => n + 1);
	};
	return (
		<Page title={content?.title ?? t("nav.content")} above={<Link to="/content">{t("nav.content")}</Link>}>
			<Loading of={page} lines={10}>
				{(data) => (
					<div className="stack">
						{mayWrite ? (
							<ContentForm key={began} line={data.content} saved={begin} reload={page.reload} />
						) : (
							<div lang={data.content.locale}>
								<Markdown source={data.content.body} />
							</div>
						)}
						<ContentUses line={data.content} />
						<ContentHistory page={data} mayWrite={mayWrite} restored={begin} />
					</div>
				)}
			</Loading>
		</Page>
	);
}
