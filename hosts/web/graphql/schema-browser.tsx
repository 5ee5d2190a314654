import { Button, Field, Input } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import { useSpeech } from "../../kit/kit-words.tsx";
import { CodeBlock } from "../code-block.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

const FIRST = ["type Query", "type Mutation", "type Subscription"];
/** So few are opened at once when somebody searches. */
const OPENED = 3;

/** The schema, one definition after the other, the ways in first; found by any word in it. */
export function SchemaBrowser() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const schema = useLoad("graphql-schema", async () => {
		const response = await session.fetch("/graphql/schema.graphql");
		if (!response.ok) throw new Error(String(response.status));
		return response.text();
	});
	return (
		<section aria-labelledby="schema-title">
			<h2 id="schema-title">{t("graph.schema")}</h2>
			<Loading of={schema} lines={8}>
				{(text) => <Definitions text={text} />}
			</Loading>
		</section>
	);
}

function Definitions({ text }: { text: string }) {
	const { t } = useSpeech();
	const [wanted, setWanted] = useState("");
	const all = useMemo(() => definitionsOf(text), [text]);
	const word = wanted.trim().toLowerCase();
	const found = word === "" ? all : all.filter((one) => one.text.toLowerCase().includes(word));
	const save = () => {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
		link.download = "courtside.graphql";
		link.click();
		URL.revokeObjectURL(link.href);
	};
	return (
		<div className="stack-tight">
			<div className="row graph-find">
				<Field label={t("graph.find")}>
					<Input type="search" value={wanted} onChange={(_, d) => setWanted(d.value)} />
				</Field>
				<Button onClick={save}>{t("graph.download")}</Button>
			</div>
			{found.length === 0 && <p className="cs-muted">{t("graph.findNone")}</p>}
			<ul className="graph-types" dir="ltr">
				{found.map((one) => (
					<li key={one.name}>
						<details open={word !== "" && found.length <= OPENED}>
							<summary>{one.name}</summary>
							<CodeBlock label={one.name} text={one.text} />
						</details>
					</li>
				))}
			</ul>
		</div>
	);
}

/** The definitions of a schema document, each with the description above it. */
function definitionsOf(text: string): { name: string; text: string }[] {
	const all = text
		.split(/\n\n(?="""|(?:type|input|enum|scalar|directive) )/)
		.map((block) => ({ name: /^(?:type|input|enum|scalar) \w+/m.exec(block)?.[0] ?? "", text: block.trim() }))
		.filter(({ name }) => name !== "");
	const rank = ({ name }: { name: string }) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
	return all.sort((a, b) => rank(a) - rank(b));
}
