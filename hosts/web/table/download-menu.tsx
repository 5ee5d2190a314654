import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { ArrowDownloadRegular } from "@fluentui/react-icons/svg/arrow-download";
import { useRef, useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { FaultNotice } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { readableSize, saveFile, takeBody } from "./save-file.ts";
import type { TableView } from "./use-table-view.ts";

const FORMATS = [
	["table.asXlsx", { format: "xlsx" }],
	["table.asCsvForExcel", { format: "csv", bom: "true" }],
	["table.asCsv", { format: "csv" }],
] as const;

type Standing =
	| { kind: "idle" | "done"; file: string }
	| { kind: "running"; bytes: number }
	| { kind: "fault"; fault: CourtsideError };

/** Takes a table along as a file: all of its rows, with the same filters, order and columns. */
export function DownloadMenu<Row>({ view }: { view: TableView<Row> }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const [standing, setStanding] = useState<Standing>({ kind: "idle", file: "" });
	const stop = useRef<AbortController | null>(null);
	const take = async (format: (typeof FORMATS)[number][1]) => {
		const stopping = new AbortController();
		stop.current = stopping;
		setStanding({ kind: "running", bytes: 0 });
		const columns = view.columns.map((c) => c.key).join();
		try {
			const answer = await session.client.download(
				view.table.path,
				{ ...view.asked, ...format, columns },
				stopping.signal,
			);
			const blob = await takeBody(answer, (bytes) => setStanding({ kind: "running", bytes }));
			setStanding({ kind: "done", file: saveFile(answer, blob) });
		} catch (fault) {
			if (stopping.signal.aborted) setStanding({ kind: "idle", file: "" });
			else setStanding({ kind: "fault", fault: fault as CourtsideError });
		}
	};
	return (
		<>
			<Menu>
				<MenuTrigger disableButtonEnhancement>
					<Button
						size="small"
						appearance="subtle"
						icon={<ArrowDownloadRegular />}
						disabled={standing.kind === "running"}
					>
						<span className="tool-word">{t("table.download")}</span>
					</Button>
				</MenuTrigger>
				<MenuPopover>
					<MenuList>
						{FORMATS.map(([word, format]) => (
							<MenuItem key={word} onClick={() => void take(format)}>
								{t(word)}
							</MenuItem>
						))}
					</MenuList>
				</MenuPopover>
			</Menu>
			{standing.kind === "running" && (
				<Progress
					text={t("table.downloading", { size: readableSize(standing.bytes, locale) })}
					done={null}
					total={null}
					onCancel={() => stop.current?.abort()}
				/>
			)}
			{standing.kind === "done" && (
				<p role="status" className="cs-muted list-count">
					{t("table.downloaded", { file: standing.file })}
				</p>
			)}
			{standing.kind === "fault" && <FaultNotice fault={standing.fault} />}
		</>
	);
}
