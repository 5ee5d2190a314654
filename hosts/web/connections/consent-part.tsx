import { Button } from "@fluentui/react-components";
import type { ConnectionDetailJson } from "../../../core/contract/connections.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { usePlace } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import { useAct } from "./use-act.ts";

/** Connecting by the vendor's own page: one click there and back, and what came of it when it did not work. */
export function ConsentPart({ connection }: { connection: ConnectionDetailJson }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { query } = usePlace();
	const { busy, fault, act } = useAct();
	const { host, name, account, state } = connection;
	const refused = query.get("refused");
	return (
		<section className="stack">
			<h2>{t("connections.consent.title", { name })}</h2>
			{refused && <StateNotice state="error" title={t("connections.consent.refused", { name })} />}
			<p className="cs-muted">
				{account && state !== "off"
					? t("connections.consent.account", { account })
					: t("connections.consent.says", { name })}
			</p>
			<div>
				<Button
					appearance="primary"
					disabled={busy}
					onClick={() =>
						act(
							() => session.client.authorizeConnection(host),
							({ url }) => location.assign(url),
						)
					}
				>
					{t("connections.consent.go", { name })}
				</Button>
			</div>
			{fault && <FaultNotice fault={fault} />}
		</section>
	);
}

/** What the vendor's account does not give, and what is done instead. Nothing is shown where nothing is missing. */
export function LacksPart({ host }: { host: string }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { data } = useLoad(`lacks ${host}`, () => session.client.connectionLacks(host));
	if (!data || data.items.length === 0) return null;
	return (
		<section>
			<h2>{t("connections.lacks")}</h2>
			<ul className="people-changes">
				{data.items.map(({ what, instead }) => (
					<li key={what}>
						<div>
							<bdi>{what}</bdi>
							<span className="cs-sub">{instead}</span>
						</div>
					</li>
				))}
			</ul>
		</section>
	);
}

/** How much of the vendor's allowance is used, and whether its changes are heard as they are made. */
export function PulsePart({ host }: { host: string }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const { data } = useLoad(`pulse ${host}`, () => session.client.connectionPulse(host));
	if (!data || (data.calls === null && data.hears === null)) return null;
	const { calls, hears } = data;
	return (
		<section>
			<h2>{t("connections.pulse")}</h2>
			<ul className="people-changes">
				{calls && (
					<li>
						<div>
							{t("connections.pulse.calls", {
								used: formatNumber(calls.used, locale),
								most: formatNumber(calls.most, locale),
							})}
							<span className="cs-sub">
								{t("connections.pulse.left", { share: formatPercent(calls.leftToOthers, locale) })}
							</span>
						</div>
					</li>
				)}
				{hears && (
					<li>
						<div>
							{t("connections.pulse.hears")}
							<span className="cs-sub">
								{hears.last
									? t("connections.pulse.last", { at: formatInstant(Date.parse(hears.last), locale, zone) })
									: t("connections.pulse.notYet")}
							</span>
						</div>
					</li>
				)}
			</ul>
		</section>
	);
}
