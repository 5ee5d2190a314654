import { Fragment } from "react";
import "./slack-blocks.css";

/** Blocks of Slack as they are handed over. */
export interface SlackBlock {
	type: string;
	block_id?: string;
	text?: { type: string; text: string };
	title?: string;
	accessory?: SlackElement;
	elements?: SlackElement[];
	chart?: { series: { data: { label: string; value: number }[] }[]; axis_config: { y_label?: string } };
}
interface SlackElement {
	type: string;
	text?: string | { text: string };
	options?: { text: { text: string } }[];
	positive_button?: { text: { text: string } };
	negative_button?: { text: { text: string } };
}

/** A message of Slack's, drawn as Slack draws it; nothing in it can be pressed here. */
export function SlackBlocks({ blocks }: { blocks: SlackBlock[] }) {
	return (
		<div className="slack-message">
			{blocks.map((block, k) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: blocks never change their order
				<Block key={k} block={block} />
			))}
		</div>
	);
}

function Block({ block }: { block: SlackBlock }) {
	const { type, text, accessory, elements = [] } = block;
	if (type === "header") return <p className="slack-header">{text?.text}</p>;
	if (type === "divider") return <hr />;
	if (type === "section")
		return (
			<div className="slack-section">
				<p>{text && <Marked text={text.text} />}</p>
				{accessory && <Element element={accessory} />}
			</div>
		);
	if (type === "context")
		return (
			<p className="slack-context">
				{elements.map((one, k) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: as above
					<Marked key={k} text={typeof one.text === "string" ? one.text : (one.text?.text ?? "")} />
				))}
			</p>
		);
	if (type === "data_visualization") return <Bars block={block} />;
	return (
		<div className="slack-actions">
			{elements.map((one, k) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: as above
				<Element key={k} element={one} />
			))}
		</div>
	);
}

function Element({ element }: { element: SlackElement }) {
	if (element.type === "overflow") return <span className="slack-button">⋯</span>;
	if (element.type === "feedback_buttons")
		return (
			<>
				<span className="slack-button">👍 {element.positive_button?.text.text}</span>
				<span className="slack-button">👎 {element.negative_button?.text.text}</span>
			</>
		);
	return <span className="slack-button">{typeof element.text === "string" ? element.text : element.text?.text}</span>;
}

function Bars({ block }: { block: SlackBlock }) {
	const data = block.chart?.series[0]?.data ?? [];
	const most = Math.max(1, ...data.map(({ value }) => value));
	return (
		<figure className="slack-chart">
			<figcaption>
				{block.title} ({block.chart?.axis_config.y_label})
			</figcaption>
			{data.map(({ label, value }) => (
				<div key={label} className="slack-bar">
					<span>{label}</span>
					<span className="slack-bar-line" style={{ inlineSize: `${(Math.max(0, value) / most) * 60}%` }} />
					<span>{value.toLocaleString()}</span>
				</div>
			))}
		</figure>
	);
}

/** The part of Slack's own markup that we write: bold, code, links, quotes. */
function Marked({ text }: { text: string }) {
	return text.split("\n").map((line, k) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: lines never change their order
		<Fragment key={k}>
			{k > 0 && <br />}
			{line.split(/(\*[^*]+\*|`[^`]*`|<[^>|]+\|[^>]+>)/).map((part, n) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: nor do their parts
				<Part key={n} text={part} />
			))}
		</Fragment>
	));
}

function Part({ text }: { text: string }) {
	if (/^\*.+\*$/.test(text)) return <strong>{plain(text.slice(1, -1))}</strong>;
	if (/^`.*`$/.test(text)) return <code>{plain(text.slice(1, -1))}</code>;
	return plain(/^<[^>|]+\|([^>]+)>$/.exec(text)?.[1] ?? text);
}

function plain(text: string): string {
	return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
