import { Button, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import type { InvitationJson } from "../../core/contract/invitations.ts";
import { ROLES } from "../../core/model/user.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { AccountFault } from "./account-fault.tsx";
import { usePortal } from "./portal-context.tsx";

/** Invitations that wait for an answer: sent again, withdrawn, or handed over as a link. */
export function OpenInvitations({ items, reload }: { items: InvitationJson[]; reload: () => void }) {
	const { t } = useSpeech();
	return (
		<section aria-labelledby="invitations-title">
			<h2 id="invitations-title">{t("invite.open")}</h2>
			{items.length === 0 ? (
				<p className="cs-muted">{t("invite.none")}</p>
			) : (
				<ul className="kept">
					{items.map((invitation) => (
						<InvitationLine key={invitation.id} invitation={invitation} reload={reload} />
					))}
				</ul>
			)}
		</section>
	);
}

function InvitationLine({ invitation, reload }: { invitation: InvitationJson; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<Error | null>(null);
	const [said, setSaid] = useState("");
	const [link, setLink] = useState<string | null>(null);
	const { id, email, name, roleId, roleName, invitedBy, expiresAt, isExpired } = invitation;
	const builtIn = ROLES.find((role) => role === roleId);
	const role = roleName ?? (builtIn ? t(`role.${builtIn}`) : "");
	const until = formatInstant(Date.parse(expiresAt), locale, zone);
	const work = <T,>(call: Promise<T>, then: (result: T) => void) => {
		setFault(null);
		setSaid("");
		call.then(then, (f: Error) => setFault(f));
	};
	return (
		<li>
			<span>
				<bdi>{email}</bdi>
				{name && ` · ${name}`}
				<span className="cs-sub">
					{isExpired ? t("invite.expired", { role, until }) : t("invite.line", { role, by: invitedBy, until })}
				</span>
			</span>
			<span className="row">
				<Button
					size="small"
					onClick={() =>
						work(session.client.resendInvitation(id), () => {
							setSaid(t("invite.sent"));
							reload();
						})
					}
				>
					{t("invite.resend")}
				</Button>
				<Button size="small" onClick={() => work(session.client.invitationLink(id), (made) => setLink(made.link))}>
					{t("invite.link")}
				</Button>
				<Button size="small" onClick={() => work(session.client.withdrawInvitation(id), reload)}>
					{t("invite.withdraw")}
				</Button>
				<span role="status">{said}</span>
			</span>
			{link && (
				<Field label={t("invite.linkOnce")} className="invite-link">
					<Input readOnly value={link} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
				</Field>
			)}
			<AccountFault fault={fault} />
		</li>
	);
}
