import { Button, Field, Switch, Textarea } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { TrackingJson } from "../../../core/contract/lead-events.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { CodeBlock } from "../code-block.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { useLoad } from "../use-load.ts";

/** What the company's own site may send of its visitors, and the script that sends it. */
export function TrackingPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("tracking", () => session.client.tracking());
	const heading = loaded.data && t(loaded.data.isOn ? "tracking.headingOn" : "tracking.headingOff");
	return (
		<Page title={t("tracking.title")} heading={heading ?? t("tracking.title")} above={<SettingsWays />}>
			<p className="page-sub cs-muted">{t("tracking.says")}</p>
			<Loading of={loaded}>
				{(tracking) => <Form key={tracking.version} tracking={tracking} put={loaded.put} />}
			</Loading>
		</Page>
	);
}

function Form({ tracking, put }: { tracking: TrackingJson; put: (tracking: TrackingJson) => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [isOn, setOn] = useState(tracking.isOn);
	const [origins, setOrigins] = useState(tracking.origins.join("\n"));
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const save = (newKey: boolean) => {
		setFault(null);
		const list = origins.split(/\s+/).filter(Boolean);
		session.client.updateTracking({ isOn, origins: list, newKey, version: tracking.version }).then(put, setFault);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		save(false);
	};
	return (
		<form onSubmit={submit} className="stack-tight">
			<Switch checked={isOn} label={t("tracking.isOn")} onChange={(_, d) => setOn(d.checked)} />
			<Field label={t("tracking.origins")} hint={t("tracking.originsHint")}>
				<Textarea dir="ltr" rows={3} value={origins} onChange={(_, d) => setOrigins(d.value)} />
			</Field>
			{tracking.snippet && (
				<section aria-labelledby="snippet-title" className="stack-tight">
					<h2 id="snippet-title">{t("tracking.snippet")}</h2>
					<CodeBlock label={t("tracking.snippet")} text={tracking.snippet} />
					<p className="cs-muted">{t("tracking.snippetSays")}</p>
					<p>
						{t("tracking.counts", {
							events: formatNumber(tracking.events, locale),
							matched: formatNumber(tracking.matched, locale),
						})}
					</p>
				</section>
			)}
			{tracking.version > 0 && !fault && <StateNotice state="note" title={t("tracking.kept")} />}
			{fault && <FaultNotice fault={fault} />}
			<div className="row">
				<Button type="submit" appearance="primary">
					{t("deal.save")}
				</Button>
				{tracking.writeKey && <Button onClick={() => save(true)}>{t("tracking.newKey")}</Button>}
			</div>
		</form>
	);
}
