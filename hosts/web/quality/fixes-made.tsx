import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { FaultNotice, Loading } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** What was mended, each to be taken back. `version` changes when there may be more. */
export function FixesMade({ version, done }: { version: string; done: () => void }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const mayWrite = useMe().permissions.includes("quality:write");
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const fixes = useLoad(`fixes ${version}`, () => session.client.qualityFixes());
	const undo = (id: string) => {
		setFault(null);
		session.client.undoQualityFix(id).then(() => {
			fixes.reload();
			done();
		}, setFault);
	};
	return (
		<section aria-labelledby="fixes-title">
			<h2 id="fixes-title">{t("quality.doneTitle")}</h2>
			{fault && <FaultNotice fault={fault} />}
			<Loading of={fixes} lines={2}>
				{({ items }) =>
					items.length === 0 ? (
						<p className="cs-muted">{t("quality.doneNone")}</p>
					) : (
						<DataTable
							caption={t("quality.doneTitle")}
							rows={items}
							rowKey={(fix) => fix.id}
							columns={[
								{
									key: "what",
									header: t("quality.what"),
									cell: (fix) => (
										<>
											{fix.text}
											<span className="cs-sub">
												{[formatInstant(Date.parse(fix.at), locale, zone), fix.by].filter(Boolean).join(" · ")}
											</span>
										</>
									),
								},
								{ key: "rows", header: t("quality.rows"), figure: true, cell: (fix) => formatNumber(fix.rows, locale) },
								{
									key: "undo",
									header: "",
									figure: true,
									cell: (fix) =>
										fix.undoneAt ? (
											<span className="cs-muted">
												{t("quality.undone", { rows: formatNumber(fix.undoneRows ?? 0, locale) })}
											</span>
										) : (
											mayWrite && (
												<Button
													size="small"
													onClick={() => undo(fix.id)}
													aria-label={`${t("quality.undo")}: ${fix.text}`}
												>
													{t("quality.undo")}
												</Button>
											)
										),
								},
							]}
						/>
					)
				}
			</Loading>
		</section>
	);
}
