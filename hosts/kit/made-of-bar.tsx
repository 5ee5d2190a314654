/** One piece of a whole: `share` decides its length, `text` names it with its amount. */
export interface Piece {
	key: string;
	share: number;
	text: string;
	amount: string;
	look: "solid" | "half" | "hatched";
}

/**
 * What a sum is made of: one bar in pieces, each with its own label under it instead of a legend. Pieces are told apart
 * by solid, half and hatched as well as by shade.
 */
export function MadeOfBar({ label, pieces }: { label: string; pieces: Piece[] }) {
	const whole = pieces.reduce((sum, p) => sum + Math.max(0, p.share), 0);
	return (
		<figure className="cs-made" aria-label={label}>
			<div className="cs-made-bar" aria-hidden="true">
				{whole > 0 &&
					pieces.map((p) => (
						<div
							key={p.key}
							className={`cs-made-piece cs-made-${p.look}`}
							style={{ inlineSize: `${(Math.max(0, p.share) / whole) * 100}%` }}
						/>
					))}
			</div>
			<ul className="cs-made-labels">
				{pieces.map((p) => (
					<li key={p.key}>
						<span className={`cs-made-key cs-made-${p.look}`} aria-hidden="true" />
						<span>{p.text}</span> <bdi className="cs-figure">{p.amount}</bdi>
					</li>
				))}
			</ul>
		</figure>
	);
}
