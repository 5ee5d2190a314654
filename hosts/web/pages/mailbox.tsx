import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { MailboxJson, MailJson } from "../../../core/contract/mails.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "./mailbox.css";

/** What mails the workspace sent, and on a server without mail server the mails themselves. */
export function MailboxPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mails = useLoad("mails", () => session.client.mails());
	const finding = mails.data ? t(`mailbox.${mails.data.goesTo}`) : t("nav.mailbox");
	return (
		<Page
			title={t("nav.mailbox")}
			heading={finding}
			actions={<Button onClick={mails.reload}>{t("mailbox.look")}</Button>}
		>
			{mails.data?.goesTo === "off" && <p className="page-sub cs-muted">{t("mailbox.offSays")}</p>}
			<Loading of={mails}>
				{(box) =>
					box.items.length === 0 ? (
						<StateNotice state="empty" title={t("mailbox.none")}>
							<p>{t("mailbox.noneSays")}</p>
						</StateNotice>
					) : (
						<Mails box={box} reload={mails.reload} />
					)
				}
			</Loading>
		</Page>
	);
}

function Mails({ box, reload }: { box: MailboxJson; reload: () => void }) {
	const { t, locale, zone } = useSpeech();
	const columns: Column<MailJson>[] = [
		{
			key: "to",
			header: t("mailbox.to"),
			cell: (mail) => (
				<>
					<Link to={`/mailbox/${mail.id}`} data-row-link>
						{mail.to}
					</Link>
					<span className="cs-sub">{mail.text}</span>
				</>
			),
		},
		{
			key: "when",
			header: t("mailbox.when"),
			narrow: false,
			cell: (mail) => formatInstant(Date.parse(mail.createdAt), locale, zone),
		},
		{
			key: "state",
			header: t("mailbox.state"),
			cell: (mail) => (mail.state === "failed" ? <Failed mail={mail} reload={reload} /> : <Standing mail={mail} />),
		},
	];
	return <DataTable caption={t("nav.mailbox")} columns={columns} rows={box.items} rowKey={(mail) => mail.id} />;
}

function Standing({ mail }: { mail: MailJson }) {
	const { t } = useSpeech();
	return (
		<>
			{t(`mailState.${mail.state}`)}
			{mail.error && <span className="cs-sub mail-error">{mail.error}</span>}
		</>
	);
}

function Failed({ mail, reload }: { mail: MailJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	return (
		<div className="stack-tight">
			<Standing mail={mail} />
			<Button size="small" onClick={() => session.client.retryMail(mail.id).then(reload, setFault)}>
				{t("jobs.retry")}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</div>
	);
}
