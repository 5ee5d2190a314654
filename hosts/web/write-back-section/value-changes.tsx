import type { WriteBackValue } from "../../../core/contract/write-backs.ts";
import type { PageWord } from "../../../core/words/english.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { inOrder, isAside, valueText } from "./value-text.ts";

/** What stands in each field of a record and what would, or does now. */
export function ValueChanges({ values }: { values: readonly WriteBackValue[] }) {
	const speech = useSpeech();
	const { t } = speech;
	return (
		<ul className="write-values">
			{inOrder(values)
				.filter(({ field }) => !isAside(field))
				.map(({ field, before, after }) => (
					<li key={field}>
						<span className="cs-muted">{t(`writeBack.field.${field}` as PageWord)}</span>{" "}
						<bdi>{valueText(field, before, values, speech)}</bdi>{" "}
						<span className="write-arrow" role="img" aria-label={t("writeBack.becomes")} />{" "}
						<strong>
							<bdi>{valueText(field, after, values, speech)}</bdi>
						</strong>
					</li>
				))}
		</ul>
	);
}
