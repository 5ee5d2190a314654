import type { CSSProperties } from "react";
import type { View } from "../../core/contract/view.ts";
import { scaleColour } from "./probability-scale.ts";

/** A number in a row of a list: value, its range or what it has been worth, which way it moved, and a thin bar on the one scale. */
export function NumberCell({ view }: { view: View }) {
	const { text } = view;
	const limit = view.unit === "probability" ? 1 : view.unit === "points" ? 100 : null;
	const share = limit !== null && view.value !== null ? Number(view.value) / limit : null;
	const change = view.direction ? Number(view.direction.change) : 0;
	return (
		<span className="cs-cell" title={text.direction || text.state || undefined}>
			<span className="cs-cell-value">
				{share !== null && (
					<span className="cs-cell-bar" aria-hidden="true">
						<span style={{ inlineSize: `${share * 100}%`, "--shade": scaleColour(share) } as CSSProperties} />
					</span>
				)}
				{change !== 0 && <span aria-hidden="true">{change > 0 ? "▲" : "▼"}</span>}
				{text.value ? (
					<strong>
						<bdi>{text.value}</bdi>
					</strong>
				) : (
					<span className="cs-cell-state">{text.state}</span>
				)}
				{text.direction && <span className="cs-unseen">{text.direction}</span>}
			</span>
			{(text.interval || text.brief) && <bdi className="cs-sub">{text.interval || text.brief}</bdi>}
		</span>
	);
}
