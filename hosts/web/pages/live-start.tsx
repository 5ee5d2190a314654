import { Button, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import "../live/live-page.css";
import { Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate } from "../router.tsx";
import { TeamsDoor } from "../teams-door.tsx";

const LANGUAGES = ["en", "es", "fr", "de", "he", "ja"] as const;

/** Where live meetings begin: a sample call to see the coach at work, or a meeting of one's own. */
export function LiveStartPage() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [title, setTitle] = useState("");
	const [fault, setFault] = useState<string | null>(null);
	const nameOf = new Intl.DisplayNames([locale], { type: "language" });
	const open = (made: Promise<string>): void => {
		made.then(
			(id) => navigate(`/live/${id}`),
			({ message }: Error) => setFault(message),
		);
	};
	return (
		<Page title={t("live.title")} heading={t("live.heading")} above={<Link to="/meetings">{t("live.all")}</Link>}>
			{fault && (
				<StateNotice state="error" title={t("live.cannot")}>
					<p>{fault}</p>
				</StateNotice>
			)}
			<TeamsDoor />
			<section className="live-start">
				<h2>{t("live.playSample")}</h2>
				<p>{t("live.sampleSays")}</p>
				<div className="live-begin">
					{LANGUAGES.map((lang) => (
						<Button
							key={lang}
							appearance={lang === locale.split("-")[0] ? "primary" : "secondary"}
							onClick={() => open(session.client.playSampleCall(lang).then(({ meetingId }) => meetingId))}
						>
							{nameOf.of(lang)}
						</Button>
					))}
				</div>
			</section>
			<section className="live-start">
				<h2>{t("live.begin")}</h2>
				<form
					className="live-begin"
					onSubmit={(event) => {
						event.preventDefault();
						if (title.trim() !== "") open(session.client.createMeeting({ title: title.trim() }).then(({ id }) => id));
					}}
				>
					<Field label={t("live.meetingTitle")}>
						<Input type="text" value={title} onChange={(_, { value }) => setTitle(value)} required maxLength={300} />
					</Field>
					<Button type="submit">{t("live.begin")}</Button>
				</form>
			</section>
		</Page>
	);
}
