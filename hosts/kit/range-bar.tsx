import type { CSSProperties } from "react";
import type { View } from "../../core/contract/view.ts";
import { scaleColour } from "./probability-scale.ts";

/** A labelled thin line across the bar: a quota, say. */
export interface Target {
	value: number;
	text: string;
}

/**
 * The picture of a range: a band from low to high, a mark at the value, perhaps a line at a target. Decorative for screen
 * readers, because the words beside it say the same.
 */
export function RangeBar({ view, target }: { view: View; target?: Target }) {
	if (view.value === null) return null;
	const value = Number(view.value);
	const low = Number(view.interval?.low ?? value);
	const high = Number(view.interval?.high ?? value);
	const max = limitOf(view, Math.max(value, high, target?.value ?? 0));
	if (!(max > 0)) return null;
	const at = (x: number) => `${Math.min(100, Math.max(0, (x / max) * 100))}%`;
	const colour = view.unit === "probability" || view.unit === "points" ? scaleColour(value / max) : "var(--cs-mark)";
	return (
		<div className={`cs-range${target?.text ? " cs-range-target" : ""}`} aria-hidden="true">
			<div className="cs-range-track">
				<div
					className="cs-range-band"
					style={
						{
							insetInlineStart: at(low),
							inlineSize: `calc(${at(high)} - ${at(low)})`,
							"--shade": colour,
						} as CSSProperties
					}
				/>
				<div className="cs-range-mark" style={{ insetInlineStart: at(value) }} />
				{target && <div className="cs-range-line" style={{ insetInlineStart: at(target.value) }} />}
			</div>
			{target?.text && (
				<div
					className={`cs-range-label${target.value / max > 0.6 ? " cs-range-label-end" : ""}`}
					style={{ insetInlineStart: at(target.value) }}
				>
					{target.text}
				</div>
			)}
		</div>
	);
}

function limitOf(view: View, most: number): number {
	if (view.unit === "probability") return 1;
	if (view.unit === "points") return 100;
	return most * 1.08;
}
