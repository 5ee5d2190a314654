import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { MeetingPageJson } from "../../../core/contract/meeting-page.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { navigate } from "../router.tsx";

const FORMATS = ["pdf", "html", "json"] as const;

/** Out as a file, shared with those who lead, deleted. */
export function MeetingTools({ page, reload }: { page: MeetingPageJson; reload: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const mayChange = useMe().permissions.includes("meetings:write");
	const deed = useDeed();
	const [asking, setAsking] = useState(false);
	const save = (format: (typeof FORMATS)[number]) =>
		deed.run(async () => {
			const url = URL.createObjectURL(await session.client.exportMeeting(page.id, { format }));
			const link = document.createElement("a");
			link.href = url;
			link.download = `${page.title}.${format}`;
			link.click();
			setTimeout(() => URL.revokeObjectURL(url), 10_000);
		});
	return (
		<>
			{FORMATS.map((format) => (
				<Button key={format} size="small" disabled={deed.busy} onClick={() => save(format)}>
					{t("meetings.as", { format: format.toUpperCase() })}
				</Button>
			))}
			{page.isMine && mayChange && (
				<Button
					size="small"
					disabled={deed.busy}
					onClick={() =>
						deed.run(
							() => session.client.updateMeeting(page.id, { isShared: !page.isShared, version: page.version }),
							reload,
						)
					}
				>
					{t(page.isShared ? "meetings.unshare" : "meetings.share")}
				</Button>
			)}
			{mayChange && !asking && (
				<Button size="small" onClick={() => setAsking(true)}>
					{t("meetings.delete")}
				</Button>
			)}
			{asking && (
				<Button
					size="small"
					appearance="primary"
					disabled={deed.busy}
					onClick={() =>
						deed.run(
							() => session.client.deleteMeeting(page.id),
							() => navigate("/meetings"),
						)
					}
				>
					{t("meetings.deleteSure")}
				</Button>
			)}
			{deed.fault && <FaultNotice fault={deed.fault} />}
		</>
	);
}
