import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { MailboxJson, MailJson } from "../../../core/contract/mails.ts";
import { mailTable } from "../../../core/contract/tables/mail-table.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
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
	const view = useTableView(mailTable);
	const looks: Looks<MailJson> = {
		to: {
			cell: (mail) => (
				<>
					<Link to={`/mailbox/${mail.id}`} data-row-link>
						{mail.to}
					</Link>
					<span className="cs-sub">{mail.text}</span>
				</>
			),
		},
		state: {
			narrow: true,
			cell: (mail) => (mail.state === "failed" ? <Failed mail={mail} reload={reload} /> : <Standing mail={mail} />),
		},
	};
	return <WholeTable view={view} rows={box.items} rowKey={(mail) => mail.id} looks={looks} />;
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
