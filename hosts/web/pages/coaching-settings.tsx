import { Button, Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import type { CoachingSettingsJson } from "../../../core/contract/coaching.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MeetingBots } from "../meetings/meeting-bots.tsx";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { SettingsWays } from "../settings-sections.tsx";
import { useLoad } from "../use-load.ts";

const SWITCHES = ["hasScore", "hasSentiment", "needsConsent", "maySendWords"] as const;
const NUMBERS = ["keepAudioDays", "keepTextDays", "tokensPerMeeting", "tokensPerDay"] as const;

/** How the workspace is coached: what is measured, what people are asked, how long what is kept. */
export function CoachingSettingsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		"coaching-settings",
		() => session.client.coachingSettings(),
		(e) => e.type === "coaching.changed",
	);
	return (
		<Page title={t("coachingSettings.title")} above={<SettingsWays />}>
			<Loading of={loaded} lines={8}>
				{(settings) => <SettingsForm key={settings.version} settings={settings} saved={loaded.put} />}
			</Loading>
			<MeetingBots />
		</Page>
	);
}

function SettingsForm({
	settings,
	saved,
}: {
	settings: CoachingSettingsJson;
	saved: (next: CoachingSettingsJson) => void;
}) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const [next, setNext] = useState(settings);
	const deed = useDeed();
	return (
		<form
			className="form"
			onSubmit={(e) => {
				e.preventDefault();
				deed.run(async () => saved(await session.client.setCoachingSettings(next)));
			}}
		>
			{SWITCHES.map((field) => (
				<Checkbox
					key={field}
					checked={next[field]}
					label={t(`coachingSettings.${field}`)}
					onChange={(_, d) => setNext({ ...next, [field]: d.checked === true })}
				/>
			))}
			<label className="stack-tight">
				{t("coachingSettings.consentNotice")}
				<textarea
					rows={4}
					maxLength={2000}
					placeholder={t("coaching.notice.usual")}
					value={next.consentNotice ?? ""}
					onChange={(e) => setNext({ ...next, consentNotice: e.target.value || null })}
				/>
			</label>
			{NUMBERS.map((field) => (
				<label key={field} className="stack-tight">
					{t(`coachingSettings.${field}`)}
					<input
						type="number"
						min={field.startsWith("keep") ? 1 : 0}
						required
						value={next[field]}
						onChange={(e) => setNext({ ...next, [field]: Number(e.target.value) })}
					/>
				</label>
			))}
			<Button type="submit" appearance="primary" disabled={deed.busy}>
				{t("meetings.save")}
			</Button>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
