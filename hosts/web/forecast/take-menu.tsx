import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useRef } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useDeed } from "../room/use-deed.ts";
import { saveFile } from "../table/save-file.ts";

/** A report to take along: to print, or to reckon on with. `path` is that of its download, `asked` what it is of. */
export function TakeMenu(props: { text: string; path: string; asked: Record<string, string> }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const deed = useDeed();
	const stop = useRef<AbortController | null>(null);
	const take = (format: "pdf" | "xlsx") => {
		const stopping = new AbortController();
		stop.current = stopping;
		deed.run(async () => {
			const answer = await session.client.download(props.path, { ...props.asked, format }, stopping.signal);
			saveFile(answer, await answer.blob());
		});
	};
	return (
		<>
			<Menu>
				<MenuTrigger disableButtonEnhancement>
					<Button icon={<ArrowDownloadRegular />} disabled={deed.busy}>
						{props.text}
					</Button>
				</MenuTrigger>
				<MenuPopover>
					<MenuList>
						<MenuItem onClick={() => take("pdf")}>{t("onePage.pdf")}</MenuItem>
						<MenuItem onClick={() => take("xlsx")}>{t("onePage.xlsx")}</MenuItem>
					</MenuList>
				</MenuPopover>
			</Menu>
			{deed.busy && (
				<Progress text={t("onePage.making")} done={null} total={null} onCancel={() => stop.current?.abort()} />
			)}
			{deed.fault && !stop.current?.signal.aborted && <FaultNotice fault={deed.fault} />}
		</>
	);
}
