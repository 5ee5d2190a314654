import { useSpeech } from "../../kit/kit-words.tsx";
import { LeadWays } from "../leads/lead-ways.tsx";
import "../leads/leads.css";
import { RoutingBatch } from "../leads/routing-batch.tsx";
import { RoutingLog } from "../leads/routing-log.tsx";
import { RoutingPeople } from "../leads/routing-people.tsx";
import { RoutingRules } from "../leads/routing-rules.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** Who gets which lead: what nobody has, what waits for a word, the rules, the people, and the log. */
export function LeadRoutingPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const loaded = useLoad("lead-routing", () => session.client.leadRouting());
	const { data } = loaded;
	const heading = data
		? t(data.settings.isOn ? "routing.headingOn" : "routing.headingOff", { asked: data.asked })
		: t("routing.title");
	return (
		<Page title={t("routing.title")} heading={heading} above={<LeadWays />}>
			<Loading of={loaded} lines={10}>
				{(routing) => (
					<div className="stack">
						<RoutingBatch unowned={routing.unowned} given={loaded.reload} />
						{me.permissions.includes("workspace:write") && (
							<section aria-labelledby="routing-rules">
								<h2 id="routing-rules">{t("routing.rules")}</h2>
								<RoutingRules key={routing.settings.version} routing={routing} put={loaded.put} />
							</section>
						)}
						<section aria-labelledby="routing-log">
							<h2 id="routing-log">{t("routing.log")}</h2>
							<RoutingLog version={routing.asOf} decided={loaded.reload} />
						</section>
						<section aria-labelledby="routing-people">
							<h2 id="routing-people">{t("routing.people")}</h2>
							<RoutingPeople routing={routing} put={loaded.put} />
						</section>
					</div>
				)}
			</Loading>
		</Page>
	);
}
