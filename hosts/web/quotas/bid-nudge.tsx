import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Plans that ask the reader what they can bring. */
export function BidNudge() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const mayBid = me.permissions.includes("quotas:ask");
	const plans = useLoad(
		"quota-bids",
		() => (mayBid ? session.client.quotaPlans() : Promise.resolve(null)),
		(e) => e.type === "quota.changed",
	);
	const asking = (plans.data?.items ?? []).filter(
		({ bidsOpen, state }) => bidsOpen && (state === "draft" || state === "returned"),
	);
	return asking.map(({ id, name }) => (
		<p key={id}>
			<Link to={`/quotas/${id}`}>{t("quotaPage.bidAsked", { name })}</Link>
		</p>
	));
}
