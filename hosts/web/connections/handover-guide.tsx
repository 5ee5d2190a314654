import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { HANDED } from "./guide-examples.ts";
import { GuideOutcomes } from "./guide-outcomes.tsx";

/** Marketing's leads, for a person: what happens to one, how it comes over, what is refused, and how marketing hears back. */
export function HandoverGuide() {
	const { t } = useSpeech();
	const me = useMe();
	const { origin } = window.location;
	const api = `${origin}/api/v1/marketing`;
	const send = `curl -X POST "${api}/handoffs?system=pardot" \\
  -H "authorization: Bearer $KEY" -H "content-type: text/csv" --data-binary @mql.csv`;
	const ask = `curl "${api}/outcomes?system=pardot&format=csv" -H "authorization: Bearer $KEY"`;
	return (
		<section aria-labelledby="hand-guide" className="stack-tight guide">
			<h2 id="hand-guide">{t("guide.hand.title")}</h2>
			<p>{t("guide.hand.says")}</p>
			{me.permissions.includes("leads:read") && <LoopLine />}
			<Events />
			<h3>{t("guide.hand.send")}</h3>
			{me.permissions.includes("keys:write") && <Link to="/settings/api-keys">{t("loop.makeKey")}</Link>}
			<CodeBlock label="mql.csv" text={HANDED.rows} />
			<p className="cs-muted">{t("guide.hand.sendSays")}</p>
			<CodeBlock label={t("guide.hand.send")} text={send} />
			<GuideOutcomes
				header={t("guide.sent")}
				rows={[
					{ what: t("guide.hand.good"), says: t("guide.hand.goodSays") },
					{ what: t("guide.hand.again"), says: t("guide.nothing") },
					{ what: t("guide.hand.nobody"), reason: HANDED.nobody },
					{ what: t("guide.hand.day"), reason: HANDED.day },
				]}
			/>
			<h3>{t("guide.hand.back")}</h3>
			<CodeBlock label={t("guide.hand.back")} text={ask} />
			<p className="cs-muted">{t("guide.hand.backSays")}</p>
		</section>
	);
}

/** What has come of marketing's leads so far, in a sentence. */
function LoopLine() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loop = useLoad("handover-guide", () => session.client.closedLoop({}));
	return (
		<p>
			{loop.data?.text} <Link to="/leads/marketing">{t("loop.title")}</Link>
		</p>
	);
}

function Events() {
	const { t } = useSpeech();
	const rows = [
		{ what: t("loop.mql"), when: t("guide.hand.mqlWhen"), told: t("guide.hand.mqlTold") },
		{ what: t("loop.sql"), when: t("guide.hand.sqlWhen"), told: t("guide.hand.sqlTold") },
		{ what: t("guide.hand.deal"), when: t("guide.hand.dealWhen"), told: t("guide.hand.dealTold") },
	];
	return (
		<DataTable
			caption={t("guide.hand.loop")}
			rows={rows}
			rowKey={(row) => row.what}
			columns={[
				{ key: "what", header: t("guide.hand.event"), cell: ({ what }) => what },
				{ key: "when", header: t("guide.hand.who"), cell: ({ when }) => when },
				{ key: "told", header: t("guide.hand.told"), cell: ({ told }) => told },
			]}
		/>
	);
}
