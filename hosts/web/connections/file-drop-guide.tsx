import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { useMe } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { ToCopy } from "../to-copy.tsx";
import { DROP } from "./guide-examples.ts";
import { GuideOutcomes } from "./guide-outcomes.tsx";

/** A CRM that is a folder, for a person: where files go, what one says, and what comes of good and bad ones. */
export function FileDropGuide({ folder }: { folder: string | null }) {
	const { t } = useSpeech();
	const me = useMe();
	return (
		<section aria-labelledby="drop-guide" className="stack-tight guide">
			<h2 id="drop-guide">{t("guide.drop.title")}</h2>
			<p>{t("guide.drop.says")}</p>
			{folder ? (
				<ToCopy label={t("guide.drop.folder")} value={folder} />
			) : (
				me.permissions.includes("connections:read") && (
					<Link to="/connections/file-drop">{t("guide.toConnection")}</Link>
				)
			)}
			<p className="cs-muted">{t("guide.drop.names")}</p>
			<h3>{t("guide.drop.file", { name: DROP.name })}</h3>
			<CodeBlock label={t("guide.drop.file", { name: DROP.name })} text={DROP.file} />
			<p className="cs-muted">{t("guide.drop.fields")}</p>
			<GuideOutcomes
				header={t("guide.lies")}
				rows={[
					{ what: t("guide.drop.good"), says: t("guide.drop.goodSays", { deals: t("nav.deals") }) },
					{ what: t("guide.drop.again"), says: t("guide.nothing") },
					{ what: t("guide.drop.late"), says: t("guide.drop.lateSays") },
					{
						what: t("guide.drop.stage"),
						reason: DROP.stage,
						says: t("guide.drop.others"),
					},
					{ what: t("guide.drop.cut"), reason: DROP.cut },
				]}
			/>
			<p className="cs-muted">{t("guide.drop.back")}</p>
		</section>
	);
}
