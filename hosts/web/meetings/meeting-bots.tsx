import { Button, Field, Input, Select, Switch } from "@fluentui/react-components";
import { type FormEvent, useState } from "react";
import type { MeetingBotJson } from "../../../core/contract/meeting-bots.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { Link } from "../router.tsx";
import { ToCopy } from "../to-copy.tsx";
import { useLoad } from "../use-load.ts";

type Person = { id: string; name: string };

/** Bots that sit in meetings: where each vendor is to send what is said, and what its requests are known by. */
export function MeetingBots() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("meeting-bots", () => Promise.all([session.client.meetingBots(), session.client.people()]));
	return (
		<section aria-labelledby="bots-title" className="stack">
			<h2 id="bots-title">{t("meetingBots.title")}</h2>
			<p className="cs-muted">{t("meetingBots.says")}</p>
			<Loading of={loaded} lines={8}>
				{([{ items }, people]) => (
					<>
						{items.map((bot) => (
							<BotForm
								key={bot.vendor}
								bot={bot}
								people={people.items}
								put={(next) =>
									loaded.put([{ items: items.map((one) => (one.vendor === next.vendor ? next : one)) }, people])
								}
							/>
						))}
					</>
				)}
			</Loading>
		</section>
	);
}

function misfit(validationMessage: string) {
	return { validationState: "error", validationMessage } as const;
}

function BotForm({
	bot,
	people,
	put,
}: {
	bot: MeetingBotJson;
	people: readonly Person[];
	put: (bot: MeetingBotJson) => void;
}) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const [secret, setSecret] = useState("");
	const [apiKey, setApiKey] = useState("");
	const [apiUrl, setApiUrl] = useState(bot.apiUrl);
	const [ownerId, setOwnerId] = useState(bot.owner?.id ?? "");
	const [token, setToken] = useState<string | null>(null);
	const deed = useDeed();
	const change = (body: Parameters<typeof session.client.updateMeetingBot>[1]) =>
		deed.run(async () => put(await session.client.updateMeetingBot(bot.vendor, body)));
	const save = (event: FormEvent) => {
		event.preventDefault();
		change({ apiUrl, ...(ownerId && { ownerId }), ...(secret && { secret }), ...(apiKey && { apiKey }) });
		setSecret("");
		setApiKey("");
	};
	const makeToken = () =>
		deed.run(async () => {
			const made = await session.client.makeMeetingBotToken(bot.vendor);
			setToken(made.token);
			put(made.bot);
		});
	const isOurs = bot.vendor === "vexa";
	return (
		<form className="form" aria-label={bot.name} onSubmit={save}>
			<h3>
				<bdi>{bot.name}</bdi>
			</h3>
			<p>
				{bot.heardAt
					? t("meetingBots.heard", { at: formatInstant(Date.parse(bot.heardAt), locale, zone) })
					: t("meetingBots.neverHeard")}
				{bot.failed > 0 && (
					<>
						{" "}
						<Link to="/jobs">{t("meetingBots.failed", { count: bot.failed })}</Link>
					</>
				)}
			</p>
			<Switch
				checked={bot.isOn}
				disabled={deed.busy || (!bot.isOn && !bot.hasSecret)}
				label={t("meetingBots.isOn", { name: bot.name })}
				onChange={(_, d) => change({ isOn: d.checked })}
			/>
			{!bot.hasSecret && <p className="cs-muted">{t(isOurs ? "meetingBots.tokenFirst" : "meetingBots.secretFirst")}</p>}
			<ToCopy label={t("meetingBots.address")} value={bot.address} />
			{isOurs ? (
				<>
					<Button disabled={deed.busy} onClick={makeToken}>
						{t(bot.hasSecret ? "meetingBots.newToken" : "meetingBots.makeToken")}
					</Button>
					{token && (
						<StateNotice state="note" title={t("meetingBots.tokenOnce")}>
							<ToCopy label={t("meetingBots.token")} value={token} />
						</StateNotice>
					)}
				</>
			) : (
				<Field
					label={t("meetingBots.secret")}
					hint={t(bot.hasSecret ? "meetingBots.isSet" : "meetingBots.secretHint")}
					{...(secret !== "" && !secret.startsWith("whsec_") && misfit(t("meetingBots.secretWrong")))}
				>
					<Input
						type="password"
						autoComplete="off"
						dir="ltr"
						value={secret}
						placeholder="whsec_…"
						onChange={(_, d) => setSecret(d.value.trim())}
					/>
				</Field>
			)}
			<Field label={t("meetingBots.owner")} hint={t("meetingBots.ownerHint")}>
				<Select value={ownerId} onChange={(_, d) => setOwnerId(d.value)}>
					<option value="" disabled={bot.owner !== null}>
						{t("meetingBots.you")}
					</option>
					{people.map(({ id, name }) => (
						<option key={id} value={id}>
							{name}
						</option>
					))}
				</Select>
			</Field>
			<Field
				label={t("meetingBots.apiKey")}
				hint={
					bot.hasApiKey
						? t("meetingBots.isSet")
						: `${t(`meetingBots.apiKeyWhere.${bot.vendor}`)} ${t("meetingBots.apiKeyHint")}`
				}
			>
				<Input
					type="password"
					autoComplete="off"
					dir="ltr"
					value={apiKey}
					onChange={(_, d) => setApiKey(d.value.trim())}
				/>
			</Field>
			<Field label={t("meetingBots.apiUrl")} hint={t(`meetingBots.apiUrlHint.${bot.vendor}`)}>
				<Input type="url" dir="ltr" required value={apiUrl} onChange={(_, d) => setApiUrl(d.value)} />
			</Field>
			<div className="row">
				<Button type="submit" appearance="primary" disabled={deed.busy}>
					{t("meetings.save")}
				</Button>
				{bot.hasApiKey && (
					<Button disabled={deed.busy} onClick={() => change({ apiKey: null })}>
						{t("meetingBots.forgetKey")}
					</Button>
				)}
			</div>
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</form>
	);
}
