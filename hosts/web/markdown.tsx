import { type Inline, readMarkdown } from "../../core/words/read-markdown.ts";

/** A content line as it is read. Drawn from what was parsed: no HTML of anybody's ever reaches the page. */
export function Markdown({ source }: { source: string }) {
	return (
		<div className="markdown">
			{readMarkdown(source).map((block, k) => {
				const key = `${k}/${block.kind}`;
				if (block.kind === "list") {
					const List = block.ordered ? "ol" : "ul";
					return (
						<List key={key}>
							{block.items.map((item, i) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: items of a text have nothing else to be known by
								<li key={i}>
									<Inlines of={item} />
								</li>
							))}
						</List>
					);
				}
				const Tag = ({ heading: "h4", quote: "blockquote", paragraph: "p" } as const)[block.kind];
				return (
					<Tag key={key}>
						<Inlines of={block.inlines} />
					</Tag>
				);
			})}
		</div>
	);
}

function Inlines({ of }: { of: Inline[] }) {
	return of.map((inline, k) => {
		const key = `${k}/${inline.kind}`;
		if (inline.kind === "strong") return <strong key={key}>{inline.text}</strong>;
		if (inline.kind === "emphasis") return <em key={key}>{inline.text}</em>;
		if (inline.kind === "link") {
			return (
				<a key={key} href={inline.url} target="_blank" rel="noopener noreferrer">
					{inline.text}
				</a>
			);
		}
		return <span key={key}>{inline.text}</span>;
	});
}
