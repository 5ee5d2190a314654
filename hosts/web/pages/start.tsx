import { useEffect, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { StartInfo } from "../../../core/contract/people.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Forgot, Reset } from "../forgotten.tsx";
import { Join } from "../join.tsx";
import { NewWorkspace } from "../new-workspace.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, usePlace } from "../router.tsx";
import { SignIn } from "../sign-in.tsx";
import { SingleSignOnArrival } from "../single-sign-on-arrival.tsx";
import { SingleSignOnButton } from "../single-sign-on-button.tsx";
import { StoryList } from "../story-list.tsx";
import { useLoad } from "../use-load.ts";

/** Where everyone begins: the demo's people by one click, one's own data, or signing in. */
export function StartPage({ ended }: { ended: boolean }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const { path } = usePlace();
	const info = useLoad("start", () => session.client.start());
	useEffect(() => {
		document.title = t("app.name");
	}, [t]);
	return (
		<div className="start">
			<main id="main">
				<p className="brand">{t("app.name")}</p>
				<h1>{t("start.promise")}</h1>
				{ended && <StateNotice state="note" title={t("start.ended")} />}
				<Loading of={info}>{(start) => <Way path={path} start={start} again={info.reload} />}</Loading>
			</main>
		</div>
	);
}

/** The way of an address below /start; any other is the beginning. */
function Way({ path, start, again }: { path: string; start: StartInfo; again: () => void }) {
	switch (path) {
		case "/start/new":
			return <NewWorkspace />;
		case "/start/forgot":
			return <Forgot isMailbox={start.mailbox} />;
		case "/start/join":
			return <Join />;
		case "/start/single-sign-on":
			return <SingleSignOnArrival />;
		case "/start/reset":
			return <Reset />;
		default:
			return <Choices start={start} again={again} />;
	}
}

function Choices({ start, again }: { start: StartInfo; again: () => void }) {
	const { t } = useSpeech();
	return (
		<div className="start-choices">
			{(start.demo || start.preparing) && (
				<section aria-labelledby="demo-title">
					<h2 id="demo-title">{t("start.demoTitle")}</h2>
					<p className="cs-muted">{t("start.demoSays")}</p>
					{start.people.length > 0 ? (
						<>
							<DemoPeople people={start.people} />
							<StoryList start={start} />
						</>
					) : (
						<DemoOnItsWay coming={start.preparing} again={again} />
					)}
				</section>
			)}
			<div className="start-own">
				{start.signUp && (
					<section aria-labelledby="own-title">
						<h2 id="own-title">{t("start.ownTitle")}</h2>
						<p>{t("start.ownSays")}</p>
						<Link to="/start/new" className={start.demo ? "button-link" : "button-link button-primary"}>
							{t("start.own")}
						</Link>
					</section>
				)}
				<SignIn passkeysAt={start.passkeysAt} />
				<SingleSignOnButton offered={start.singleSignOn} />
			</div>
		</div>
	);
}

function DemoPeople({ people }: { people: StartInfo["people"] }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const [busy, setBusy] = useState<string | null>(null);
	const be = (person: StartInfo["people"][number]["key"]) => {
		setBusy(person);
		session.client.demoLogin({ person }).then(session.enter, (f: CourtsideError) => {
			setBusy(null);
			setFault(f);
		});
	};
	return (
		<>
			<ul className="start-people">
				{people.map((person) => (
					<li key={person.key}>
						<button type="button" className="start-person" disabled={busy !== null} onClick={() => be(person.key)}>
							<strong className="start-name">{t("start.be", { name: person.name })}</strong>
							<span className="cs-muted">{person.says}</span>
							<span className="start-sees">{t(`start.sees.${person.role}`)}</span>
						</button>
					</li>
				))}
			</ul>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}

function DemoOnItsWay({ coming, again }: { coming: StartInfo["preparing"]; again: () => void }) {
	const { t } = useSpeech();
	useEffect(() => {
		const timer = setInterval(again, 2000);
		return () => clearInterval(timer);
	}, [again]);
	return (
		<Progress
			text={coming?.text ?? t("start.demoComing")}
			done={coming ? coming.share : null}
			total={coming ? 1 : null}
		/>
	);
}
