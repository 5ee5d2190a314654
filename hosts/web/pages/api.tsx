import { Button } from "@fluentui/react-components";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { Page } from "../page-frame.tsx";
import { useMe } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { useCopy } from "../to-copy.tsx";
import "./api.css";

/** Where programs come in, and a first call to copy. */
export function ApiPage() {
	const { t } = useSpeech();
	const me = useMe();
	return (
		<Page title={t("api.title")} heading={t("api.heading")} above={<SettingsWays />}>
			<div className="stack">
				<ul className="api-ways">
					<li>
						<h2>{t("api.rest")}</h2>
						<p>{t("api.restSays")}</p>
						<a href="/api/docs">{t("api.restOpen")}</a>
					</li>
					<li>
						<h2>{t("graph.title")}</h2>
						<p>{t("api.graphSays")}</p>
						<Link to="/graphql">{t("api.graphOpen")}</Link>
					</li>
					{me.permissions.includes("webhooks:read") && (
						<li>
							<h2>{t("webhooks.title")}</h2>
							<p>{t("api.hooksSays")}</p>
							<Link to="/settings/webhooks">{t("api.hooksOpen")}</Link>
						</li>
					)}
					{me.permissions.includes("keys:write") && (
						<li>
							<h2>{t("keys.title")}</h2>
							<p>{t("keys.says")}</p>
							<Link to="/settings/api-keys">{t("keys.new")}</Link>
						</li>
					)}
				</ul>
				<section aria-labelledby="first-title">
					<h2 id="first-title">{t("api.first")}</h2>
					<p>{t("api.firstSays")}</p>
					<Code text={firstCall(location.origin)} />
				</section>
			</div>
		</Page>
	);
}

/** A piece of code with a button that copies it. */
function Code({ text }: { text: string }) {
	const { t } = useSpeech();
	const { copy, said } = useCopy(text);
	return (
		<div className="stack-tight">
			<CodeBlock label={t("api.first")} text={text} />
			<div className="row">
				<Button onClick={copy}>{t("connection.copy")}</Button>
				<span role="status">{said}</span>
			</div>
		</div>
	);
}

function firstCall(origin: string): string {
	return `API_KEY=csk_…

curl -s "${origin}/api/v1/opportunities?status=open&sort=-amount&limit=3" \\
  -H "Authorization: Bearer $API_KEY"

curl -s ${origin}/graphql \\
  -H "Authorization: Bearer $API_KEY" -H "Content-Type: application/json" \\
  -d '{"query":"{ opportunities(first: 3, sort: \\"-amount\\") { items { name probability { text { value } } } } }"}'`;
}
