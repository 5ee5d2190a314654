import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

/** What we may do there, whom we call and how fast, each with its reason. */
export function AboutPart({ connection }: { connection: ConnectionDetailJson }) {
	const { t, locale } = useSpeech();
	const { scopes, addresses, limits } = connection;
	return (
		<div className="stack">
			<Reasons
				title={t("connections.scopes")}
				none={t("connections.noScopes")}
				items={scopes.map(({ name, reason }) => [name, reason])}
			/>
			<Reasons
				title={t("connections.addresses")}
				none={t("connections.noAddresses")}
				items={addresses.map(({ address, reason }) => [address, reason])}
			/>
			<Reasons
				title={t("connections.limits")}
				none={t("connections.noLimits")}
				items={limits.map(({ calls, perMs, reason }) => [
					t("connections.limit", { calls: formatNumber(calls, locale), seconds: formatNumber(perMs / 1000, locale) }),
					reason,
				])}
			/>
		</div>
	);
}

function Reasons({ title, none, items }: { title: string; none: string; items: [what: string, reason: string][] }) {
	return (
		<section>
			<h2>{title}</h2>
			{items.length === 0 ? (
				<p className="cs-muted">{none}</p>
			) : (
				<ul className="people-changes">
					{items.map(([what, reason]) => (
						<li key={what}>
							<div>
								<bdi>{what}</bdi>
								<span className="cs-sub">{reason}</span>
							</div>
						</li>
					))}
				</ul>
			)}
		</section>
	);
}
