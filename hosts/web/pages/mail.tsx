import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "./mailbox.css";

/** One mail as it is read, where it is kept. */
export function MailPage({ id }: { id: string }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const mail = useLoad(id, () => session.client.mail(id));
	return (
		<Page title={mail.data?.subject ?? t("nav.mailbox")} above={<Link to="/mailbox">{t("nav.mailbox")}</Link>}>
			<Loading of={mail}>
				{({ to, createdAt, body, link }) => (
					<article className="mail">
						<p className="cs-muted">
							{t("mailbox.to")}: <bdi>{to}</bdi> · {formatInstant(Date.parse(createdAt), locale, zone)}
						</p>
						<p className="mail-body" dir="auto">
							{body}
						</p>
						{link && (
							<a className="button-link button-primary" href={link}>
								{t("mailbox.open")}
							</a>
						)}
					</article>
				)}
			</Loading>
		</Page>
	);
}
