import { Button, Switch } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { choosePages, keepsPages } from "./device.ts";

/** What Chromium hands a page that can be installed. */
interface InstallOffer extends Event {
	prompt(): Promise<unknown>;
}

let offer: InstallOffer | null = null;
const hearers = new Set<() => void>();
const hear = (next: InstallOffer | null) => {
	offer = next;
	for (const hearer of hearers) hearer();
};
addEventListener("beforeinstallprompt", (event) => {
	event.preventDefault();
	hear(event as InstallOffer);
});
addEventListener("appinstalled", () => hear(null));

/** What this device does: install the portal, and keep what was last seen for when there is no network. */
export function DeviceSection() {
	const { t } = useSpeech();
	const me = useMe();
	const [keeps, setKeeps] = useState(keepsPages);
	const [, look] = useState(0);
	useEffect(() => {
		const hearer = () => look((n) => n + 1);
		hearers.add(hearer);
		return () => {
			hearers.delete(hearer);
		};
	}, []);
	return (
		<section aria-labelledby="device-title">
			<h2 id="device-title">{t("device.title")}</h2>
			<Switch
				checked={keeps}
				label={t("device.keep")}
				onChange={(_, { checked }) => {
					choosePages(checked, me);
					setKeeps(checked);
				}}
			/>
			<p className="cs-muted">{t("device.keepSays")}</p>
			<div className="row">
				{offer ? (
					<Button onClick={() => void offer?.prompt().then(() => hear(null))}>{t("device.install")}</Button>
				) : (
					<p className="cs-muted">{t("device.installSays")}</p>
				)}
				{keeps && <Link to="/offline">{t("offline.what")}</Link>}
			</div>
		</section>
	);
}
