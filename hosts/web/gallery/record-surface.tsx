import { formatInstant } from "../../../core/words/format-date.ts";
import { useSpeech } from "../../kit/kit-words.tsx";

/** A number as a vendor's record holds it. */
export interface RecordNumber {
	title?: string;
	value: string;
	interval: string;
	state: string;
	parts?: { amount: string; text: string }[];
	reasons?: { amount: string; text: string }[];
	next?: string | null;
	asOf: string;
	model: string;
}

/** A number that stands in fields of a vendor's record, in the order in which everything is said. */
export function RecordSurface({ host, number }: { host: string; number: RecordNumber }) {
	const { t, locale, zone } = useSpeech();
	const { title, value, interval, state, parts, reasons, next, asOf, model } = number;
	const when = formatInstant(Date.parse(asOf), locale, zone);
	return (
		<div className="record-number">
			<p className="cs-muted">{t("gallery.surface.where", { host })}</p>
			{title && <p>{title}</p>}
			<p>
				<strong className="record-value">{value}</strong> {interval} {state}
			</p>
			<ul>
				{(parts ?? reasons ?? []).map((part) => (
					<li key={part.text}>
						<span className="record-amount">{part.amount}</span> {part.text}
					</li>
				))}
			</ul>
			{next && (
				<p>
					<strong>{t("gallery.surface.next")}</strong> {next}
				</p>
			)}
			<p className="cs-muted">{t("gallery.surface.asOf", { when, model })}</p>
		</div>
	);
}
