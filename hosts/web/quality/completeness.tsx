import type { QualityJson } from "../../../core/contract/quality.ts";
import { formatNumber, formatShare } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

type Row = QualityJson["completeness"][number];
type Field = "amount" | "closeDate" | "owner" | "account" | "source" | "nextStep" | "email" | "phone" | "title";

/** How many records of each kind have the fields filled that engines and sellers read most. */
export function Completeness({ rows }: { rows: Row[] }) {
	const { t, locale } = useSpeech();
	const kinds = [...Map.groupBy(rows, (row) => row.entity)].filter(([, fields]) => (fields[0]?.of ?? 0) > 0);
	if (kinds.length === 0) return null;
	return (
		<section aria-labelledby="complete-title">
			<h2 id="complete-title">{t("quality.completeTitle")}</h2>
			<div className="quality-kinds">
				{kinds.map(([entity, fields]) => (
					<div key={entity}>
						<h3>{t(`quality.entity.${entity}`)}</h3>
						<dl className="quality-fields">
							{fields.map(({ field, filled, of }) => (
								<div key={field}>
									<dt>{t(`quality.field.${field as Field}`)}</dt>
									<dd
										title={t("quality.filled", { filled: formatNumber(filled, locale), of: formatNumber(of, locale) })}
									>
										<span className="fill-bar" aria-hidden="true">
											<span style={{ inlineSize: `${(100 * filled) / of}%` }} />
										</span>
										<span>{formatShare(filled / of, locale)}</span>
									</dd>
								</div>
							))}
						</dl>
					</div>
				))}
			</div>
		</section>
	);
}
