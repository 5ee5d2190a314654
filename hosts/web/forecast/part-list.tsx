import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { NamedPart } from "../../../core/contract/forecast-answers.ts";
import type { ViewPart } from "../../../core/contract/view.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Link } from "../router.tsx";

/** Parts that are shown before somebody asks for all. */
const FIRST = 10;

/** A sum in parts, from where it begins to what it comes to, the largest first; deals lead to their page. */
export function PartList(props: {
	label: string;
	base: ViewPart;
	parts: NamedPart[];
	total: string;
	totalText: string;
}) {
	const { t } = useSpeech();
	const { label, base, parts, total, totalText } = props;
	const [isWhole, setIsWhole] = useState(parts.length <= FIRST + 2);
	const bySize = parts.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)));
	const shown = isWhole ? bySize : bySize.slice(0, FIRST);
	return (
		<table className="cs-plain-table parts">
			<caption className="cs-unseen">{label}</caption>
			<tbody>
				<tr>
					<th scope="row">{base.text}</th>
					<td className="cs-end cs-figure">{base.amount}</td>
				</tr>
				{shown.map((part) => (
					<tr key={`${part.code}/${part.about?.id ?? ""}`}>
						<th scope="row" className="parts-one">
							{part.name !== null && part.about && <Link to={`/deals/${part.about.id}`}>{part.name}</Link>}
							{part.name !== null && " · "}
							<span className="cs-muted">{part.text}</span>
						</th>
						<td className="cs-end cs-figure">{part.amount}</td>
					</tr>
				))}
				{!isWhole && (
					<tr>
						<td className="parts-one" colSpan={2}>
							<Button size="small" onClick={() => setIsWhole(true)}>
								{t("parts.more", { count: parts.length - FIRST })}
							</Button>
						</td>
					</tr>
				)}
				<tr className="parts-total">
					<th scope="row">{totalText}</th>
					<td className="cs-end cs-figure">{total}</td>
				</tr>
			</tbody>
		</table>
	);
}
