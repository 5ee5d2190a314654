import { Button } from "@fluentui/react-components";
import type { LeadAdviceJson } from "../../../core/contract/lead-advice.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe } from "../portal-context.tsx";

/** What to do next with a lead, and why when asked. */
export function NextStepCell({ advice }: { advice: LeadAdviceJson | undefined }) {
	if (!advice) return "–";
	const { text, why } = advice.next;
	return (
		<details className="lead-advice">
			<summary>{text}</summary>
			<span className="cs-sub">{why}</span>
		</details>
	);
}

/** Both under a lead's name, where a page has no room for columns of their own. */
export function RoomlessAdvice(props: Parameters<typeof OwnerCell>[0]) {
	const { lead, advice } = props;
	if (!advice) return null;
	return (
		<>
			<span className="cs-sub lead-next-inline">{advice.next.text}</span>
			{!lead.owner && (
				<span className="lead-owner-inline">
					<OwnerCell {...props} />
				</span>
			)}
		</>
	);
}

/** Who has a lead; of one that nobody has, who should have it by the rules, to be given with one press. */
export function OwnerCell(props: {
	lead: LeadJson;
	advice: LeadAdviceJson | undefined;
	busy: boolean;
	give: (lead: LeadJson, to: { id: string; name: string }) => void;
}) {
	const { t } = useSpeech();
	const mayRoute = useMe().permissions.includes("leads:route");
	const { lead, advice, busy, give } = props;
	if (lead.owner) return lead.owner.name;
	const { owner } = advice ?? {};
	if (!owner) return t("deal.noOwner");
	const { to, why } = owner;
	return (
		<span className="lead-advice-owner">
			{to && mayRoute ? (
				<Button
					size="small"
					disabled={busy}
					aria-label={t("leads.giveLead", { lead: lead.name, name: to.name })}
					onClick={() => give(lead, to)}
				>
					{t("leads.giveTo", { name: to.name })}
				</Button>
			) : (
				<span>{to ? t("leads.shouldGo", { name: to.name }) : t("leads.nobodyCan")}</span>
			)}
			<details className="lead-advice">
				<summary className="cs-sub">{t("kit.why")}</summary>
				<span className="cs-sub">{why}</span>
			</details>
		</span>
	);
}
