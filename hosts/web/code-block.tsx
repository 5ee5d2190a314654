import "./code-block.css";

/** Foreign text or code as it is, left to right in every language; scrolls by keyboard too. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
		<pre className="code-block" dir="ltr" role="group" tabIndex={0} aria-label={label}>
			{text}
		</pre>
	);
}
