import type { ReactNode } from "react";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";

/** Something that is handed in, and what becomes of it: it is taken as `says`, or refused with `reason` in our own words. */
export interface Outcome {
	what: string;
	says?: ReactNode;
	reason?: string;
}

/** What comes of each thing that may be handed in, good and bad. */
export function GuideOutcomes({ header, rows }: { header: string; rows: Outcome[] }) {
	const { t } = useSpeech();
	return (
		<DataTable
			caption={t("guide.comes")}
			rows={rows}
			rowKey={(row) => row.what}
			columns={[
				{ key: "what", header, cell: ({ what }) => what },
				{
					key: "comes",
					header: t("guide.comes"),
					cell: ({ says, reason }) => (
						<>
							{reason ? `✗ ${t("guide.refused", { failed: t("connections.part.failed") })}` : "✓ "}
							{reason && (
								<q lang="en" dir="ltr" className="cs-sub">
									{reason}
								</q>
							)}
							{says && (reason ? <span className="cs-sub">{says}</span> : says)}
						</>
					),
				},
			]}
		/>
	);
}
