import { Button, Field, Select } from "@fluentui/react-components";
import type { MeetingPageJson } from "../../../core/contract/meeting-page.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** The deal a meeting is about and why; of several that fit alike, or another of the customer's, one press picks it. */
export function DealOfMeeting(props: {
	page: MeetingPageJson;
	mayChange: boolean;
	changed: (next: MeetingPageJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { page, mayChange, changed } = props;
	const deed = useDeed();
	const account = page.account?.id ?? null;
	const others = useLoad(`deals-of/${account}/${page.owner?.id}`, async () => {
		const asked = {
			status: "open" as const,
			...(account ? { accountId: account } : page.owner ? { ownerId: page.owner.id } : {}),
		};
		return (await session.client.deals({ ...asked, limit: 50 } as never)).items;
	});
	const pick = (dealId: string | null) =>
		deed.run(async () => changed(await session.client.updateMeeting(page.id, { dealId, version: page.version })));
	const choices = (others.data ?? []).filter(({ id }) => id !== page.deal?.id);
	return (
		<section aria-label={t("meetings.deal")} className="stack-tight">
			{page.deal ? (
				<p>
					{t("meetings.deal")}: <Link to={`/deals/${page.deal.id}`}>{page.deal.name}</Link>
					{page.match.reasons.length > 0 && (
						<span className="cs-sub">{page.match.reasons.map(({ text }) => text).join(" · ")}</span>
					)}
				</p>
			) : (
				<p className={page.match.state === "tie" ? "cs-amber" : "cs-muted"}>
					{t(`meetings.matchSays.${page.match.state}`)}
				</p>
			)}
			{mayChange && page.match.rivals.length > 0 && (
				<div className="row">
					{page.match.rivals.map((rival) => (
						<Button key={rival.id} disabled={deed.busy} onClick={() => pick(rival.id)} title={rival.why}>
							{rival.name}
						</Button>
					))}
				</div>
			)}
			{mayChange && choices.length > 0 && (
				<Field className="meeting-pick" label={t(page.deal ? "meetings.otherDeal" : "meetings.pickDeal")}>
					<Select
						value=""
						disabled={deed.busy}
						onChange={(_, { value }) => value && pick(value === "none" ? null : value)}
					>
						<option value="">–</option>
						{choices.map(({ id, name }) => (
							<option key={id} value={id}>
								{name}
							</option>
						))}
						{page.deal && <option value="none">{t("meetings.noDeal")}</option>}
					</Select>
				</Field>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</section>
	);
}
