import type { CSSProperties } from "react";
import type { ViewPart } from "../../core/contract/view.ts";

/**
 * Reasons with their shares, as the view words them. The sign stands in the text, its weight is drawn as a thin bar, so
 * that nothing depends on colour.
 */
export function ReasonList({ base, parts }: { base: ViewPart | null; parts: ViewPart[] }) {
	const most = Math.max(1e-9, ...parts.map((p) => Math.abs(Number(p.value))));
	return (
		<ul className="cs-reasons">
			{base?.text && (
				<li className="cs-reason cs-reason-base">
					<bdi className="cs-reason-amount">{base.amount}</bdi>
					<span className="cs-reason-text">{base.text}</span>
				</li>
			)}
			{parts.map((part, i) => (
				<li
					// biome-ignore lint/suspicious/noArrayIndexKey: a view's parts keep their order, and a code may come twice
					key={`${part.code}/${i}`}
					className={`cs-reason ${Number(part.value) < 0 ? "cs-reason-down" : "cs-reason-up"}`}
					data-say="part"
				>
					<bdi className="cs-reason-amount" data-say="amount">
						{part.amount}
					</bdi>
					<span className="cs-reason-text" data-say="text">
						{part.text}
						{part.raise && <span className="cs-sub">→ {part.raise}</span>}
					</span>
					{Number(part.value) !== 0 && (
						<span
							className="cs-reason-weight"
							aria-hidden="true"
							style={{ "--share": Math.abs(Number(part.value)) / most } as CSSProperties}
						/>
					)}
				</li>
			))}
		</ul>
	);
}
