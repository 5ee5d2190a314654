import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { OptimizedJson } from "../../../core/contract/lead-routing.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";

/** Routes the leads that nobody has: proposed first, then given. */
export function RoutingBatch({ unowned, given }: { unowned: number; given: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [plan, setPlan] = useState<OptimizedJson | null>(null);
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [key, setKey] = useState(() => crypto.randomUUID());
	const ask = (apply: boolean) => {
		setBusy(true);
		setFault(null);
		const leadIds = apply && plan ? { leadIds: plan.items.map(({ lead }) => lead.id) } : {};
		session.client
			.optimizeRouting({ apply, ...leadIds }, key)
			.then((made) => {
				setPlan(made);
				if (apply) given();
			}, setFault)
			.finally(() => {
				setBusy(false);
				setKey(crypto.randomUUID());
			});
	};
	if (unowned === 0 && !plan) return null;
	return (
		<section aria-labelledby="batch-title" className="stack-tight">
			<h2 id="batch-title">{t("routing.unowned", { count: unowned })}</h2>
			{plan && (
				<>
					<StateNotice
						state="note"
						title={t(plan.applied ? "routing.gave" : "routing.proposal", { given: plan.given, waits: plan.waits })}
					>
						{plan.expected !== null && (
							<p>
								{t("routing.expected", { deals: formatNumber(plan.expected, locale, 1) })}
								{plan.isProven && ` · ${t("routing.proven")}`}
							</p>
						)}
					</StateNotice>
					<ul className="routing-log">
						{plan.items.slice(0, 50).map((item) => (
							<li key={item.lead.id}>
								<p>
									<Link to={`/leads/${item.lead.id}`}>{item.lead.name}</Link> → {item.to?.name ?? t("routing.waits")}
								</p>
								<p className="cs-muted">{item.text}</p>
							</li>
						))}
					</ul>
				</>
			)}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				{!plan?.applied && (
					<Button disabled={busy} onClick={() => ask(false)}>
						{t("routing.propose")}
					</Button>
				)}
				{plan && !plan.applied && plan.given > 0 && (
					<Button disabled={busy} appearance="primary" onClick={() => ask(true)}>
						{t("routing.give", { count: plan.given })}
					</Button>
				)}
			</div>
		</section>
	);
}
